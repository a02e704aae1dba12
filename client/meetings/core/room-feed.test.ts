import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Participant, RoomChange, RoomSnapshot } from '#shared/contract/media.ts';
import { createRoomFeed } from './room-feed.ts';
import { aChange, aNode, aPart, aParticipant, aSnapshot, comes, leaves } from './room-kit.ts';
import { noParts, type RoomParts, takeSnapshot } from './room-parts.ts';
import { roomOf } from './room-state.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function newFeed(fresh: () => Promise<RoomSnapshot> = () => Promise.reject(new Error('unexpected'))) {
  const world = { room: noParts as RoomParts, asked: 0 };
  const feed = createRoomFeed({
    fetch: () => {
      world.asked += 1;
      return fresh();
    },
    changed: (room) => {
      world.room = room;
    },
    now: () => Date.now(),
  });
  const people = () =>
    roomOf(world.room).participants.map(({ person, node }) => `${person.displayName} ${node}`);
  const seq = (node: string) => world.room.parts.get(aNode(node))?.seq;
  return { feed, world, people, seq };
}
const settled = () => vi.advanceTimersByTimeAsync(0);

describe('the feed', () => {
  test('changes before the snapshot wait, those it contains are dropped', () => {
    const { feed, seq } = newFeed();
    feed.receive(aChange('a', 3, []));
    feed.receive(aChange('a', 4, [comes(aParticipant(1))]));
    feed.take(aSnapshot(aPart('a', [], 3)), 0);
    expect(seq('a')).toBe(4);
  });

  test('a gap asks for the room once and goes on from there', async () => {
    const { feed, world, seq } = newFeed(async () => aSnapshot(aPart('a', [], 6)));
    feed.take(aSnapshot(aPart('a', [], 1)), 0);
    for (const number of [5, 6, 7]) feed.receive(aChange('a', number, []));
    await settled();
    expect([world.asked, seq('a')]).toEqual([1, 7]);
  });

  test('a part never heard of is asked for, except when it begins', async () => {
    const { feed, world, people } = newFeed(async () =>
      aSnapshot(aPart('a', []), aPart('c', [aParticipant(3)], 8)),
    );
    feed.take(aSnapshot(aPart('a', [])), 0);
    feed.receive(aChange('b', 1, [comes(aParticipant(2))]));
    feed.hearNodes([aNode('a'), aNode('b')]);
    expect([world.asked, people()]).toEqual([0, ['P2 b']]);
    feed.hearNodes([aNode('a'), aNode('c')]);
    feed.hearNodes([aNode('c')]);
    feed.receive(aChange('c', 9, [leaves(3)]));
    await settled();
    expect(people()).toEqual(['P2 b']);
    expect(world.asked).toBe(1);
  });

  test('a hub that does not know it either is asked at growing distances, not for ever', async () => {
    const { feed, world } = newFeed(async () => aSnapshot(aPart('a', [])));
    feed.take(aSnapshot(aPart('a', [])), 0);
    feed.receive(aChange('b', 5, []));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.asked).toBeGreaterThan(2);
    expect(world.asked).toBeLessThan(10);
  });

  test('a node that is gone takes its people along after the time of grace, but not who came back elsewhere', async () => {
    const { feed, people } = newFeed(() => Promise.reject(new Error('away')));
    feed.take(aSnapshot(aPart('a', [aParticipant(1)]), aPart('b', [aParticipant(2), aParticipant(3)])), 0);
    feed.lose(aNode('b'));
    expect(people()).toEqual(['P1 a', 'P2 b', 'P3 b']);
    feed.receive(aChange('a', 5, [comes(aParticipant(3))]));
    await vi.advanceTimersByTimeAsync(9_900);
    expect(people()).toEqual(['P1 a', 'P2 b', 'P3 a']);
    await vi.advanceTimersByTimeAsync(200);
    expect(people()).toEqual(['P1 a', 'P3 a']);
    feed.close();
  });

  test('a node that was only thought to be gone is back with the hub’s next word', async () => {
    const { feed, people, world } = newFeed(async () => aSnapshot(aPart('a', [aParticipant(1)], 4)));
    feed.take(aSnapshot(aPart('a', [aParticipant(1)])), 0);
    feed.lose(aNode('a'));
    await settled();
    expect(world.room.ghosts).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(people()).toEqual(['P1 a']);
  });

  test('what the tab hears while it asks survives an answer from before', async () => {
    const asked = Promise.withResolvers<RoomSnapshot>();
    const { feed, people } = newFeed(() => asked.promise);
    feed.take(aSnapshot(aPart('a', [aParticipant(1)])), 0);
    feed.ask();
    await vi.advanceTimersByTimeAsync(5);
    feed.receive(aChange('b', 1, [comes(aParticipant(2))]));
    asked.resolve(aSnapshot(aPart('a', [aParticipant(1)])));
    await settled();
    expect(people()).toEqual(['P1 a', 'P2 b']);
    feed.close();
  });
});

// --- any interleaving ----------------------------------------------------------------------------

const nodeNames = ['a', 'b', 'c'] as const;
type Name = (typeof nodeNames)[number];
type Word = { seq: number; epoch: string; changes: RoomChange[] } | 'gone' | 'renewed';

/** Three nodes as they are, and the words of each on their way to the tab. */
function newNodes() {
  let epochs = 0;
  const nodes = new Map(
    nodeNames.map((name) => [
      name,
      { seats: new Map<number, Participant>(), seq: 0, epoch: `${name}0`, words: [] as Word[] },
    ]),
  );
  const get = (name: Name) => {
    const node = nodes.get(name);
    if (!node) throw new Error(`no node ${name}`);
    return node;
  };
  const newEpoch = (name: Name): string => {
    epochs += 1;
    return `${name}${epochs}`;
  };
  function say(name: Name, changes: RoomChange[]): void {
    const node = get(name);
    node.seq += 1;
    node.words.push({ seq: node.seq, epoch: node.epoch, changes });
  }
  return {
    get,
    touch(name: Name, n: number): void {
      const seat = aParticipant(n, {
        role: n % 2 === 0 ? 'host' : 'participant',
        connected: get(name).seq % 3 > 0,
      });
      get(name).seats.set(n, seat);
      say(name, [comes(seat)]);
    },
    leave(name: Name, n: number, reason: 'left' | 'moved'): void {
      if (get(name).seats.delete(n)) say(name, [leaves(n, reason)]);
    },
    /** A worker died: the same seats under other numbers. */
    renew(name: Name): void {
      Object.assign(get(name), { epoch: newEpoch(name), seq: 0 });
      get(name).words.push('renewed');
    },
    die(name: Name): void {
      get(name).seats.clear();
      Object.assign(get(name), { epoch: newEpoch(name), seq: 0 });
      get(name).words.push('gone');
    },
    snapshot: (): RoomSnapshot =>
      aSnapshot(
        ...nodeNames
          .filter((name) => get(name).seats.size > 0)
          .map((name) => aPart(name, [...get(name).seats.values()], get(name).seq, get(name).epoch)),
      ),
  };
}

const someNode = fc.constantFrom(...nodeNames);
const somebody = fc.integer({ min: 1, max: 4 });
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('touch' as const), node: someNode, n: somebody }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('leave' as const, 'move' as const),
      node: someNode,
      n: somebody,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('deliver' as const, 'deliver' as const, 'miss' as const),
      node: someNode,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('renew' as const, 'die' as const),
      node: someNode,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('serve' as const, 'answer' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3_000 }) }),
  },
);

test('parts and events in any order and with any gaps become the room as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 60 }), async (story) => {
      const nodes = newNodes();
      let served: RoomSnapshot | undefined;
      let answer: ((snapshot: RoomSnapshot) => void) | undefined;
      const { feed, world } = newFeed(
        () =>
          new Promise((resolve) => {
            served = undefined;
            answer = resolve;
          }),
      );
      const reply = async () => {
        const snapshot = served ?? nodes.snapshot();
        const resolve = answer;
        answer = undefined;
        resolve?.(snapshot);
        await settled();
      };
      const deliver = (name: Name) => {
        const word = nodes.get(name).words.shift();
        if (word === 'gone') feed.lose(aNode(name));
        else if (word === 'renewed') feed.ask();
        else if (word) feed.receive(aChange(name, word.seq, word.changes, word.epoch));
      };
      const miss = (name: Name) => {
        const { words } = nodes.get(name);
        if (typeof words[0] === 'object') words.shift();
      };
      feed.take(nodes.snapshot(), Date.now());
      for (const step of story) {
        if (step.do === 'touch') nodes.touch(step.node, step.n);
        else if (step.do === 'leave') nodes.leave(step.node, step.n, 'left');
        else if (step.do === 'move') nodes.leave(step.node, step.n, 'moved');
        else if (step.do === 'deliver') deliver(step.node);
        else if (step.do === 'miss') miss(step.node);
        else if (step.do === 'renew') nodes.renew(step.node);
        else if (step.do === 'die') nodes.die(step.node);
        else if (step.do === 'serve') served ??= answer ? nodes.snapshot() : undefined;
        else if (step.do === 'answer') await reply();
        else if (step.do === 'wait') await vi.advanceTimersByTimeAsync(step.ms);
      }
      // What was missed last shows only by what follows.
      for (const [index, name] of nodeNames.entries()) nodes.touch(name, 5 + index);
      for (const name of nodeNames) while (nodes.get(name).words.length > 0) deliver(name);
      for (let turn = 0; turn < 30; turn += 1) {
        await reply();
        await vi.advanceTimersByTimeAsync(1_000);
      }
      const fresh = takeSnapshot(noParts, nodes.snapshot(), 0);
      expect(roomOf(world.room)).toEqual(roomOf(fresh));
      expect(world.room.ghosts).toEqual([]);
      feed.close();
    }),
    { numRuns: 400 },
  );
});
