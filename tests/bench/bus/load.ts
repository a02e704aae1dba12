import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../compare.ts';
import { maxDriverShare, watchDriver } from '../processes.ts';
import { type Fleet, type Program, startFleet } from './fleet.ts';
import type { Said } from './node.ts';

export type Shape = { nodes: number; rooms: number; members: number; perSecond: number; seconds: number };

/** A message of a usual length. */
const body = 'The build is green again, thanks! Could somebody look at the second point before noon? '.repeat(
  2,
);
/** Messages that one node is asked to say at once. */
const burst = 10;

/** Which nodes have a member of each room: every member is at a node by chance, the same chance in every run. */
function placeMembers({ nodes, rooms, members }: Shape): number[][] {
  let state = 42;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return Array.from({ length: rooms }, () => [
    ...new Set(Array.from({ length: members }, () => Math.floor(next() * nodes))),
  ]);
}

/** Rooms over the nodes of one side, ready to be told something. */
export async function openRooms(program: Program, shape: Shape) {
  const places = placeMembers(shape);
  const nameOf = (room: number) => `room-${room}`;
  const tally = { heard: 0, disorder: 0 };
  const last = new Map<string, number>();
  const fleet = await startFleet(program, shape.nodes, (at, { room, node, n }: Said) => {
    const stream = `${at} ${room} ${node}`;
    if (n !== (last.get(stream) ?? -1) + 1) tally.disorder += 1;
    last.set(stream, n);
    tally.heard += 1;
  });
  await Promise.all(
    fleet.sockets.map((socket, node) => {
      const rooms = places.flatMap((nodes, room) => (nodes.includes(node) ? [nameOf(room)] : []));
      return socket.timeout(30_000).emitWithAck('join', rooms);
    }),
  );
  const numbers = new Map<string, number>();

  /** Somebody at one of the room's own nodes speaks. Returns how many deliveries follow, here and elsewhere. */
  function write(nth: number): { node: number; said: Said; here: number; elsewhere: number } {
    const room = nth % shape.rooms;
    const nodes = places[room] ?? [];
    const node = nodes[Math.floor(nth / shape.rooms) % nodes.length] ?? 0;
    const stream = `${room} ${node}`;
    const n = numbers.get(stream) ?? 0;
    numbers.set(stream, n + 1);
    const said = { room: nameOf(room), node, n, id: crypto.randomUUID(), body };
    return { node, said, here: 1, elsewhere: nodes.length - 1 };
  }

  let written = 0;
  /** Deliveries to other nodes per second of CPU of all nodes and Redis together. */
  async function measure(seconds = shape.seconds): Promise<Sample> {
    Object.assign(tally, { heard: 0, disorder: 0 });
    const [cpuBefore, driverShare] = [fleet.cpuSeconds(), watchDriver()];
    const started = performance.now();
    const total = Math.round(shape.perSecond * seconds);
    const expected = { here: 0, elsewhere: 0 };
    const waiting = fleet.sockets.map((): Said[] => []);
    const tell = (node: number, least: number) => {
      const messages = waiting[node] ?? [];
      if (messages.length < least) return;
      fleet.sockets[node]?.emit('say', { messages });
      waiting[node] = [];
    };
    for (let nth = 0; nth < total; await sleep(2)) {
      const due = Math.min(total, ((performance.now() - started) / 1_000) * shape.perSecond);
      for (; nth < due; nth++) {
        const { node, said, here, elsewhere } = write(written++);
        expected.here += here;
        expected.elsewhere += elsewhere;
        waiting[node]?.push(said);
        tell(node, burst);
      }
    }
    for (const node of waiting.keys()) tell(node, 1);
    const all = expected.here + expected.elsewhere;
    for (const until = Date.now() + 10_000; tally.heard < all && Date.now() < until; ) await sleep(5);
    const share = driverShare();
    const value = expected.elsewhere / (fleet.cpuSeconds() - cpuBefore);
    if (tally.heard !== all) return { value: 0, problem: `${tally.heard} of ${all} were delivered` };
    if (tally.disorder > 0) return { value: 0, problem: `${tally.disorder} came out of order` };
    if (share > maxDriverShare)
      return { value, isVoid: `the driver used ${Math.round(share * 100)} % of its core` };
    return { value };
  }

  return {
    measure,
    /** Of the nodes that Redis sends a room's messages to, those that have a member of it. In percent. */
    async usefulShare(): Promise<Sample> {
      const receivers = await countReceivers(
        program,
        fleet,
        places.map((_, room) => nameOf(room)),
      );
      const needed = places.reduce((sum, nodes) => sum + nodes.length, 0);
      return { value: (100 * needed) / receivers };
    },
    [Symbol.asyncDispose]: () => fleet[Symbol.asyncDispose](),
  };
}

/** As Redis itself counts them. The adapter's nodes hear every room by one pattern. */
async function countReceivers(program: Program, { redis }: Fleet, rooms: string[]): Promise<number> {
  if (program === 'node-peer.ts') {
    const clients = String(await redis.ask('CLIENT', 'LIST', 'TYPE', 'pubsub'));
    const hearing = clients.split('\n').filter((line) => /\bpsub=[1-9]/.test(line)).length;
    return hearing * rooms.length;
  }
  const channels = rooms.map((room) => `bench:t:audience:${room}`);
  const answer = await redis.ask('PUBSUB', 'SHARDNUMSUB', ...channels);
  return Array.isArray(answer)
    ? answer.filter((each) => typeof each === 'number').reduce((sum, each) => sum + each, 0)
    : Number.NaN;
}
