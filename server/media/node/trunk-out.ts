import type { PlainTransport, Producer } from 'mediasoup/types';
import { AppError } from '#shared/contract/errors.ts';
import type { NodeId, ProducerId } from '#shared/contract/ids.ts';
import type { PipeAnswer, TrunkEnd, Want } from '../media.commands.ts';
import { interrupted } from './guard.ts';
import type { Lane } from './lanes.ts';
import { connectEnd, countBytes, endOf, openEnd, type TrunkPorts } from './trunk-end.ts';
import { openSource, type TrunkSource } from './trunk-source.ts';

export type PipeNews = { producerId: ProducerId; state: 'playing' | 'paused' | 'closed' };
export type TrunkNews = { trunkId: string; closed: boolean; pipes: PipeNews[] };
export type OutboundOptions = {
  ports: TrunkPorts;
  /** A producer of a participant of this node, never one that came over a trunk: so no stream goes in a circle. */
  ownProducer(producerId: ProducerId): { producer: Producer; lane: Lane } | undefined;
  tell(to: NodeId, news: TrunkNews): void;
  /** A node of which nothing was heard for this long, not even RTCP, does not look any more. */
  silenceMs?: number;
};
type Trunk = {
  id: string;
  to: NodeId;
  lane: Lane;
  transport: PlainTransport;
  sources: Map<ProducerId, Promise<TrunkSource>>;
  seq: number;
  /** Bytes that had come back over it, at the last look. */
  received: number;
  silence: NodeJS.Timeout;
};

/** The trunks of one room that begin at this node: what other nodes look at of its participants. */
export function createOutbound({ ports, ownProducer, tell, silenceMs = 10_000 }: OutboundOptions) {
  const trunks = new Map<string, Trunk>();

  async function open(id: string, first: Want, far: TrunkEnd, to: NodeId) {
    const { lane } = require(first.producerId);
    const transport = await openEnd(lane, ports);
    try {
      await connectEnd(transport, far);
      if (transport.closed) throw interrupted();
      if (trunks.has(id)) throw new AppError('conflict', 'There is such a trunk already.');
    } catch (error) {
      transport.close();
      throw error;
    }
    const silence = setTimeout(() => void doubt(id), silenceMs).unref();
    trunks.set(id, { id, to, lane, transport, sources: new Map(), seq: 0, received: 0, silence });
    lane.home.weight += 1;
    transport.observer.on('close', () => {
      lane.home.weight -= 1;
      if (forget(id)) tell(to, { trunkId: id, closed: true, pipes: [] });
    });
    return { end: endOf(transport), pipe: await pipe(id, first) };
  }

  function require(producerId: ProducerId) {
    const own = ownProducer(producerId);
    if (own && !own.producer.closed) return own;
    throw new AppError('notFound', 'No such producer.');
  }

  async function pipe(id: string, { producerId, layers }: Want): Promise<PipeAnswer> {
    const trunk = trunks.get(id);
    if (!trunk) throw interrupted();
    const { producer, lane } = require(producerId);
    if (lane !== trunk.lane) return { kind: 'otherRouter' };
    const opening = trunk.sources.get(producerId) ?? openSource(lane, trunk.transport, producer);
    if (!trunk.sources.has(producerId)) {
      trunk.sources.set(producerId, opening);
      opening.then(
        (source) => follow(trunk, producerId, source),
        () => trunk.sources.delete(producerId),
      );
    }
    const source = await opening;
    source.want(layers);
    return source.answer();
  }

  /** What happens to the producer is told to the far side, as long as it is piped. */
  function follow(trunk: Trunk, producerId: ProducerId, { producer, consumers }: TrunkSource): void {
    const say = (state: PipeNews['state']) =>
      tell(trunk.to, { trunkId: trunk.id, closed: false, pipes: [{ producerId, state }] });
    const paused = () => say('paused');
    const resumed = () => say('playing');
    producer.observer.on('pause', paused);
    producer.observer.on('resume', resumed);
    consumers[0]?.observer.once('close', () => {
      producer.observer.off('pause', paused);
      producer.observer.off('resume', resumed);
      if (!producer.closed || !trunk.sources.delete(producerId)) return;
      say('closed');
    });
  }

  async function sync(id: string, seq: number, wants: readonly Want[]) {
    const trunk = trunks.get(id);
    if (!trunk) return { known: false, pipes: [], sentBytes: 0 };
    trunk.silence.refresh();
    if (seq > trunk.seq) {
      trunk.seq = seq;
      if (wants.length === 0) close(id);
      else obey(trunk, wants);
    }
    const { sent, received } = await countBytes(trunk.transport);
    trunk.received = received;
    return { known: true, pipes: [...trunk.sources.keys()].flatMap(stateOf), sentBytes: sent };
  }

  /** It may be the bus that is silent: whoever gets streams sends receiver reports (RFC 3550 6.4.2). */
  async function doubt(id: string): Promise<void> {
    const trunk = trunks.get(id);
    if (!trunk) return;
    const { received } = await countBytes(trunk.transport);
    if (received <= trunk.received) return close(id);
    trunk.received = received;
    trunk.silence.refresh();
  }

  function obey(trunk: Trunk, wants: readonly Want[]): void {
    const wanted = new Map(wants.map(({ producerId, layers }) => [producerId, layers]));
    for (const [producerId, opening] of trunk.sources) {
      const layers = wanted.get(producerId);
      if (!layers) trunk.sources.delete(producerId);
      opening.then(
        (source) => (layers ? source.want(layers) : source.close()),
        () => {},
      );
    }
  }

  function stateOf(producerId: ProducerId): { producerId: ProducerId; paused: boolean }[] {
    const own = ownProducer(producerId);
    return own ? [{ producerId, paused: own.producer.paused }] : [];
  }

  function forget(id: string): boolean {
    clearTimeout(trunks.get(id)?.silence);
    return trunks.delete(id);
  }

  /** Quietly: the far side asked for it, or is not there. */
  function close(id: string): void {
    const trunk = trunks.get(id);
    if (!trunk) return;
    forget(id);
    for (const opening of trunk.sources.values())
      opening.then(
        (source) => source.close(),
        () => {},
      );
    trunk.sources.clear();
    trunk.transport.close();
  }

  return {
    open,
    pipe,
    sync,
    closeAll(): void {
      for (const { id, to } of trunks.values()) {
        close(id);
        tell(to, { trunkId: id, closed: true, pipes: [] });
      }
    },
    all: () => [...trunks.values()],
    dump: () => ({ out: trunks.size }),
  };
}
export type Outbound = ReturnType<typeof createOutbound>;
