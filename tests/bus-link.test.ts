import { type BusWorld, describeBus } from './acceptance/bus.ts';
import { describeLeases } from './acceptance/leases.ts';
import { aNode, createLinkWorld, isLinked, link, startLinkHub } from './link-kit.ts';

/** Every node is linked; with several hubs, each node to the next of them. */
const worldOf = (hubs: number) => async (): Promise<BusWorld> => {
  const stack = new AsyncDisposableStack();
  const world = createLinkWorld();
  const urls: string[] = [];
  for (let n = 0; n < hubs; n += 1) urls.push(stack.use(await startLinkHub(world)).url);
  let turn = 0;
  return {
    node: async ({ id, roles } = {}) => {
      const bus = stack.use(link(world, [urls[turn++ % hubs] ?? ''], aNode(id, roles)));
      await isLinked(bus);
      return bus;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};

describeBus('over a link', worldOf(1));
describeLeases('over a link', worldOf(1));
describeBus('over links to two hubs', worldOf(2));
describeLeases('over links to two hubs', worldOf(2));
