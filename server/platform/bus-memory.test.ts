import { expect, test } from 'vitest';
import { type BusWorld, describeBus } from '#tests/acceptance/bus.ts';
import { describeLeases } from '#tests/acceptance/leases.ts';
import { createMemoryBus } from './bus-memory.ts';
import { createMemoryBusHub } from './bus-memory-hub.ts';

async function createWorld(): Promise<BusWorld> {
  const hub = createMemoryBusHub();
  const stack = new AsyncDisposableStack();
  return {
    node: async ({ id, roles } = {}) =>
      stack.use(createMemoryBus({ hub, ...(id && { nodeId: id }), ...(roles && { roles }) })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describeBus('in the process', createWorld);
describeLeases('in the process', createWorld);

test('two nodes cannot have one name', () => {
  const hub = createMemoryBusHub();
  createMemoryBus({ hub, nodeId: 'a' });
  expect(() => createMemoryBus({ hub, nodeId: 'a' })).toThrow('there is a node a already');
});
