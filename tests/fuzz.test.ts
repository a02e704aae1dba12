import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { listPresence } from '#shared/contract/presence.ts';
import { allCommands, allRoutes } from '#shared/contract/all.ts';
import type { CommandDef, RouteDef } from '#shared/contract/define.ts';
import { AppError, errorCodes, httpStatus } from '#shared/contract/errors.ts';
import type { HubClient } from '#shared/client.ts';
import { arbitraryOf, hostile, spoiled } from './arbitrary.ts';
import { createTestHub } from './hub.ts';
import { everything } from './seeds/everything.ts';

const rounds = { numRuns: 12 };

/** Ends their own access when they succeed, so the fuzz would go on as nobody. Covered by the account tests. */
const endsAccess = new Set([
  'accounts:endSession',
  'people:suspend',
  'accounts:changePassword',
  'accounts:endOtherSessions',
]);

/** An answer with a code of the contract is fine, whatever the code, but `internal` means that something broke. */
async function expectAnswer(client: HubClient, command: CommandDef, input: unknown): Promise<void> {
  try {
    await patiently(() => client.call(command, input));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(errorCodes).toContain(error.code);
    const broken = error.code === 'internal' || error.code === 'timeout';
    expect(broken, `${command.name} ${JSON.stringify(input)?.slice(0, 500)}`).toBe(false);
  }
}

/** The ceiling of the connection is not what is tested here, so the call is repeated when it passes again. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const isCeiling = error instanceof AppError && error.message === 'Too many calls on this connection.';
      if (!isCeiling) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('every command answers every input with a code, from a member and from a guest', async () => {
  await using hub = await createTestHub({ seed: everything });
  expect([...hub.hub.commands.keys()].sort()).toEqual(allCommands.map(({ name }) => name).sort());
  const clients = await hub.connect('ben', 'guest');
  const ids = [...hub.seed.ids, '00000000-0000-4000-8000-000000000000'];
  for (const command of allCommands) {
    if (endsAccess.has(command.name)) continue;
    const valid = arbitraryOf(command.input, ids);
    for (const client of clients) {
      await fc.assert(
        fc.asyncProperty(fc.oneof(valid, spoiled(valid), hostile), (input) =>
          expectAnswer(client, command, input),
        ),
        rounds,
      );
    }
  }
  for (const client of clients)
    await expect(patiently(() => client.call(listPresence, {}))).resolves.toBeDefined();
}, 120_000);

test('a command without acknowledgement, a wrong name and too many arguments harm nobody', async () => {
  await using hub = await createTestHub({ seed: everything });
  const { io } = await import('socket.io-client');
  const socket = io(hub.url, {
    transports: ['websocket'],
    extraHeaders: { cookie: hub.world.get('ben').cookie },
  });
  await new Promise<void>((resolve) => void socket.once('hub:welcomed', () => resolve()));
  socket.emit('chat:listChannels');
  socket.emit('chat:send', { channelId: 'nonsense' });
  socket.emit('no:such', 1, 2, 3);
  socket.emit('__proto__', {});
  socket.emit('constructor', {});
  const replies = await Promise.all(
    ['no:such', '__proto__', 'constructor', 'toString', ''].map(
      (name) => new Promise((resolve) => void socket.emit(name, {}, resolve)),
    ),
  );
  for (const reply of replies) expect(reply).toMatchObject({ ok: false, error: { code: 'notFound' } });
  const last = await new Promise((resolve) => void socket.emit('chat:listChannels', {}, 'between', resolve));
  expect(last).toMatchObject({ ok: true });
  socket.close();
});

test('every route answers every body with a status that fits its code', async () => {
  await using hub = await createTestHub({ seed: everything });
  const cookie = hub.world.get('ben').cookie;
  const ids = [...hub.seed.ids];
  const routes = allRoutes.filter(
    ({ method, path }) => !(method === 'delete' && path === '/sessions/current'),
  );
  for (const route of routes) {
    const body = arbitraryOf(route.body, ids);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(body, spoiled(body), hostile),
        fc.constantFrom(...ids, 'x', '%00', '../../etc/passwd'),
        (input, id) => expectStatus(hub.url, cookie, route, input, id),
      ),
      { numRuns: 8 },
    );
  }
}, 60_000);

async function expectStatus(
  url: string,
  cookie: string,
  route: RouteDef,
  input: unknown,
  id: string,
): Promise<void> {
  const path = route.path.replaceAll(/:\w+/g, encodeURIComponent(id));
  const init: RequestInit = {
    method: route.method.toUpperCase(),
    headers: { cookie, 'content-type': 'application/json' },
  };
  if (route.method !== 'get') init.body = JSON.stringify(input) ?? '';
  const response = await fetch(`${url}/api/v1${path}`, init);
  if (response.ok) return;
  const { code } = (await response.json()).error;
  expect([route.path, code]).not.toContain('internal');
  expect(response.status).toBe(httpStatus[code as keyof typeof httpStatus]);
}
