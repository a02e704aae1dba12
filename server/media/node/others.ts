import type { Bus } from '#server/platform/bus.ts';
import { isAble } from '../allocation.ts';
import { loadTopic, type NodeLoad } from '../media.commands.ts';

/** A node that was not heard for this long is not counted on. */
const staleMs = 3_500;

/** What this node knows of the other media nodes: whether its people would have somewhere to go. */
export async function hearOthers(bus: Bus) {
  const heard = new Map<string, { load: NodeLoad; at: number }>();
  const close = await bus.subscribe(loadTopic, (load) => {
    if (load.node !== bus.nodeId) heard.set(load.node, { load, at: performance.now() });
  });
  return {
    takePeople: (): boolean =>
      [...heard.values()].some(({ load, at }) => performance.now() - at < staleMs && isAble(load)),
    close,
  };
}
