import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { allCommands, allEvents, allRoutes } from './all.ts';
import { errorCodes } from './errors.ts';
import { protocolVersion } from './version.ts';

const schema = (type: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(type, { io, unrepresentable: 'any' });

/** Everything an older client could notice, in an order that does not depend on files. */
function fingerprint(): string {
  const parts = [
    ...allCommands.map(({ name, input, output }) => [name, schema(input, 'input'), schema(output, 'output')]),
    ...allEvents.map(({ name, payload }) => [name, schema(payload, 'output')]),
    ...allRoutes.map(({ method, path, body, query, output }) => [
      `${method} ${path}`,
      schema(body, 'input'),
      schema(query, 'input'),
      schema(output, 'output'),
    ]),
    ['errors', errorCodes],
  ].map((part) => JSON.stringify(part));
  return createHash('sha256').update(parts.sort().join('\n')).digest('hex').slice(0, 16);
}

/** The hash of each protocol number. A new hash means: raise the number, write its line in version.ts, add it here. */
const fingerprints: Record<number, string> = {
  1: '65a0f8eac985e006',
  2: '25d65d697664bf14',
  3: 'c86630ef23cdbf5c',
  4: 'fbffd8b84b4c1754',
  5: '8af4258a4a7e983b',
  6: '4c9ea502c70d2796',
};

test('the wire does not change without a new protocol number', () => {
  expect(fingerprint()).toBe(fingerprints[protocolVersion]);
});

test('every name is used once and says domain:verb', () => {
  const names = [...allCommands, ...allEvents].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+:[a-z][A-Za-z]+$/);
});
