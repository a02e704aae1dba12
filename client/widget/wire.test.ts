import { expect, test } from 'vitest';
import { allCommands, allEvents, allRoutes } from '#shared/contract/all.ts';
import * as wire from './wire.ts';

test('every name is one of the contract', () => {
  const named = [...allCommands, ...allEvents].map(({ name }) => name);
  const routes = allRoutes.map(({ method, path }) => `${method} ${path}`);
  for (const each of Object.values(wire))
    if ('path' in each) expect(routes).toContain(`${each.method} ${each.path}`);
    else expect(named).toContain(each.name);
});
