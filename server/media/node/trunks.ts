import { AppError } from '#shared/contract/errors.ts';
import type { NodeId, ProducerId } from '#shared/contract/ids.ts';
import { interrupted } from './guard.ts';
import type { Lane, Lanes } from './lanes.ts';
import type { TrunkPorts } from './trunk-end.ts';
import { type FarSide, openTrunkIn, type TrunkIn } from './trunk-in.ts';
import { createOutbound, type OutboundOptions, type TrunkNews } from './trunk-out.ts';
import { createOutages } from './trunk-outages.ts';
import type { Way } from './way.ts';

export type TrunksOptions = {
  ports: TrunkPorts;
  lanes(): Lanes;
  ownProducer: OutboundOptions['ownProducer'];
  /** How the part of the room on that node is spoken with. */
  farSide(node: NodeId): FarSide;
  tell(to: NodeId, news: TrunkNews): void;
  /** Streams from there died under their viewers, who have to ask anew. `broken`: that node sends and nothing arrives. */
  cutOff(from: NodeId, broken: boolean): void;
  checkEveryMs?: number | undefined;
};

const attempts = 5;

/** The streams of one room that come in from other nodes and go out to them. */
export function createTrunks(options: TrunksOptions) {
  const { ports, lanes, ownProducer, tell } = options;
  const outbound = createOutbound({ ports, ownProducer, tell });
  const inbound = new Set<TrunkIn>();
  const opening = new Map<NodeId, Promise<TrunkIn>>();
  const outages = createOutages((from) => options.cutOff(from, false));
  let closed = false;

  /** Makes a producer of another node reachable in a lane here. */
  async function reach(from: NodeId, producerId: ProducerId, lane: Lane): Promise<Way> {
    if (outages.has(from)) throw interrupted();
    const { trunk, viewer } = await pipeFrom(from, producerId, lane).catch((error: unknown) => {
      if (isOutage(error) && !closed) outages.begin(from, 'unreachable');
      throw error;
    });
    try {
      const release = await lanes().reach(trunk.lane, lane, producerId);
      const leave = () => {
        release();
        viewer.leave();
      };
      return { release: leave, look: viewer.look };
    } catch (error) {
      viewer.leave();
      throw error;
    }
  }

  /** Over the trunk that has it, else the one that begins where it is, else a new one. */
  async function pipeFrom(from: NodeId, producerId: ProducerId, lane: Lane) {
    const tried = new Set<TrunkIn>();
    for (let nth = 0; nth < attempts; nth += 1) {
      const known = [...inbound].filter((each) => each.from === from && !tried.has(each));
      const trunk =
        known.find((each) => each.has(producerId)) ?? known[0] ?? (await open(from, producerId, lane));
      tried.add(trunk);
      if (trunk.closed) continue;
      const { piped, ready } = trunk.pipe(producerId);
      const viewer = piped.enter();
      try {
        if (await ready) return { trunk, viewer };
        viewer.leave();
      } catch (error) {
        viewer.leave();
        if (!trunk.closed || isOutage(error)) throw error;
      }
    }
    throw interrupted();
  }

  /** What people here look at already; without anybody, the middle one. */
  function topLayer(): number {
    const layers = [...inbound].flatMap((trunk) => trunk.wants().flatMap((want) => want.layers));
    return layers.length > 0 ? Math.max(...layers) : 1;
  }

  function open(from: NodeId, producerId: ProducerId, asker: Lane): Promise<TrunkIn> {
    const underWay = opening.get(from);
    if (underWay) return underWay;
    const lane = [...inbound].find((each) => each.from === from)?.lane ?? asker;
    const made = openTrunk(from, producerId, lane).finally(() => opening.delete(from));
    opening.set(from, made);
    return made;
  }

  async function openTrunk(from: NodeId, producerId: ProducerId, lane: Lane): Promise<TrunkIn> {
    const trunk: TrunkIn = await openTrunkIn(producerId, {
      from,
      lane,
      ports,
      far: options.farSide(from),
      expected: topLayer,
      ended: (end) => {
        for (const each of inbound) if (each.closed) inbound.delete(each);
        if (!end || closed) return;
        if (end === 'broken') outages.begin(from, 'broken');
        options.cutOff(from, end === 'broken');
      },
      arrived: () => outages.forget(from),
      ...(options.checkEveryMs ? { checkEveryMs: options.checkEveryMs } : {}),
    });
    if (closed || lane.closed) {
      trunk.close();
      throw interrupted();
    }
    if (!trunk.closed) inbound.add(trunk);
    return trunk;
  }

  /** All of it; for a room that ends or begins a new epoch. */
  function closeAll(): void {
    for (const trunk of inbound) trunk.close();
    outbound.closeAll();
  }

  return {
    reach,
    outbound,
    hear(news: TrunkNews): void {
      for (const trunk of inbound) if (trunk.id === news.trunkId) trunk.hear(news);
    },
    /** The bus was away and is back. */
    retry: outages.endAll,
    closeAll,
    close(): void {
      closed = true;
      closeAll();
      outages.close();
    },
    incoming: () => [...inbound],
    dump: () => ({ in: inbound.size, ...outbound.dump() }),
  };
}
export type Trunks = ReturnType<typeof createTrunks>;

/** The node or the way to it, not the producer. */
const isOutage = (error: unknown) =>
  error instanceof AppError && ['timeout', 'unavailable'].includes(error.code);
