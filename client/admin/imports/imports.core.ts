import {
  type ImportField,
  type ImportSettings,
  listImports,
  previewImport,
  type TicketImport,
} from '#shared/contract/imports.ts';
import type { TicketImportId } from '#shared/contract/ids.ts';
import { hub } from '../../app/hub.ts';
import { commandQuery, queryClient } from '../../app/query.ts';

/** A large file is read to its end. */
const patienceMs = 60_000;
export const patiently = { timeoutMs: patienceMs };

const liveMs = 1_000;
const isMoving = ({ state }: TicketImport) => state === 'running' || state === 'undoing';

/** An import goes on by itself, and nobody tells: it is asked for while one does. */
export const importsQuery = () => ({
  ...commandQuery(listImports, {}),
  staleTime: liveMs,
  refetchInterval: ({ state: { data } }: { state: { data?: { imports: TicketImport[] } | undefined } }) =>
    data?.imports.some(isMoving) ? liveMs : false,
});
export const refresh = () => queryClient.invalidateQueries({ queryKey: [listImports.name] });

/** Without settings: what the names of the columns suggest. */
export const previewQuery = (
  importId: TicketImportId,
  settings: ImportSettings | undefined,
  timeZone: string,
) => ({
  queryKey: [previewImport.name, importId, settings],
  queryFn: () => hub.call(previewImport, { importId, timeZone, ...(settings && { settings }) }, patiently),
});

type Columns = ImportSettings['columns'];
const entriesOf = (columns: Columns) => Object.entries(columns) as [ImportField, number][];

export const fieldAt = (columns: Columns, place: number): ImportField | null =>
  entriesOf(columns).find(([, at]) => at === place)?.[0] ?? null;

/** A column holds one thing, and a thing is in one column. */
export function withField(columns: Columns, place: number, field: ImportField | null): Columns {
  const others = entriesOf(columns).filter(([name, at]) => at !== place && name !== field);
  return Object.fromEntries(field === null ? others : [...others, [field, place]]);
}

/** Of 100. */
export const progressOf = ({ rows, rowsDone }: TicketImport): number =>
  rows === 0 ? 100 : Math.round((rowsDone / rows) * 100);
