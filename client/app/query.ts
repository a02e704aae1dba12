import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { CommandDef, InputOf, OutputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import { hub } from './hub.ts';

const hopeless = new Set([
  'invalid',
  'unauthenticated',
  'forbidden',
  'notFound',
  'conflict',
  'expired',
  'protocolMismatch',
]);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Events keep lists fresh; a reconnect refetches them all.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && !(error instanceof AppError && hopeless.has(error.code)),
    },
    mutations: { networkMode: 'always' },
  },
});

/** `useQuery(commandQuery(listSpaces, {}))`: a command's answer kept under its name and input. */
export const commandQuery = <C extends CommandDef>(command: C, input: InputOf<C>) =>
  queryOptions<OutputOf<C>>({
    queryKey: [command.name, input],
    queryFn: () => hub.call(command, input),
  });

/** Patches a command's kept answer, if there is one. */
export function patchQuery<C extends CommandDef>(
  command: C,
  input: InputOf<C>,
  patch: (old: OutputOf<C>) => OutputOf<C>,
): void {
  queryClient.setQueryData<OutputOf<C>>([command.name, input], (old) =>
    old === undefined ? undefined : patch(old),
  );
}

/** After a gap in the events everything on screen is asked for again, the rest when it is next shown. Call once. */
export function startCatchUp(): void {
  let first = true;
  hub.onState(() => {
    if (hub.state !== 'online') return;
    if (!first) void queryClient.invalidateQueries();
    first = false;
  });
}
