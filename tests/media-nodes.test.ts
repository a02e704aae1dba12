import { expect, test } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import { createMediaNodes } from '#server/media/nodes.ts';
import { createPlacement } from '#server/media/placement.ts';
import { createMemoryBus } from '#server/platform/bus-memory.ts';
import { createLogger } from '#server/platform/logger.ts';
import type { MeetingId, NodeId, ParticipantId, PersonId } from '#shared/contract/ids.ts';
import { aHolder, aPerson, createTestMediaNode, id, media1, until } from './media-kit.ts';

type Kit = Awaited<ReturnType<typeof createTestMediaNode>>;

/** The part of a hub that knows the media nodes, on a bus node of its own. */
async function aHub(kit: Kit, nodeId: string, staleMs = 3_500) {
  const bus = createMemoryBus({ hub: kit.busHub, nodeId, roles: ['hub'] });
  const logger = createLogger({ level: 'silent' });
  const nodes = await createMediaNodes({ bus, logger, staleMs, checkEveryMs: 20 });
  return {
    bus,
    nodes,
    place: createPlacement({ nodes, home: 'eu' }),
    async join(node: NodeId, meetingId: MeetingId) {
      const person = aPerson();
      const here = { meetingId, participantId: id<ParticipantId>(), node, holder: aHolder(person.id) };
      await bus.request({ node }, commands.nodeJoin, { ...here, person, role: 'participant', elsewhere: 0 });
      return { person, leave: () => bus.request({ node }, commands.nodeLeave, { ...here, reason: 'left' }) };
    },
    async [Symbol.asyncDispose]() {
      await nodes.close();
      await bus.close();
    },
  };
}

test('two hubs that place people of one room at once may give it two parts, and both hear of both', async () => {
  await using kit = await createTestMediaNode();
  await using other = await createTestMediaNode({ nodeId: 'media-2', busHub: kit.busHub });
  await using here = await aHub(kit, 'hub-a');
  await using there = await aHub(kit, 'hub-b');
  const knowBoth = ({ nodes }: typeof here) => nodes.candidates(id()).length === 2;
  await until(() => knowBoth(here) && knowBoth(there));
  for (let round = 0; round < 5; round += 1) {
    const meetingId = id<MeetingId>();
    const placed = await Promise.all(
      [here, there].map(async (hub) => {
        const node = await hub.place({ meetingId });
        return { node, ...(await hub.join(node, meetingId)) };
      }),
    );
    const parts = new Set(placed.map(({ node }) => node));
    await until(() => [here, there].every(({ nodes }) => nodes.live(meetingId).count === 2));
    expect(new Set(here.nodes.nodesOf(meetingId))).toEqual(parts);
    expect(new Set(there.nodes.nodesOf(meetingId))).toEqual(parts);
    // Whoever comes now goes where somebody is.
    expect(parts).toContain(await there.place({ meetingId }));
    await Promise.all(placed.map(({ leave }) => leave()));
  }
  expect(other.node.trouble()).toBeUndefined();
});

test('a hub learns who is in a room, also when it starts later or missed a word', async () => {
  await using kit = await createTestMediaNode();
  await using early = await aHub(kit, 'hub-a');
  const meetingId = id<MeetingId>();
  await until(() => early.nodes.candidates(meetingId).length === 1);
  const { person, leave } = await early.join(media1, meetingId);
  await until(() => early.nodes.live(meetingId).count === 1);
  expect(early.nodes.live(meetingId).people).toEqual([person]);

  await using late = await aHub(kit, 'hub-b');
  await until(() => late.nodes.nodesOf(meetingId).includes(media1));
  expect(late.nodes.live(meetingId)).toEqual(early.nodes.live(meetingId));

  // A number that does not follow: something was lost, so the whole list is asked for.
  const other = id<MeetingId>();
  early.bus.publish(commands.roomsTopic, {
    node: media1,
    version: 1_000,
    rooms: [
      {
        meetingId: other,
        members: [{ participantId: id<ParticipantId>(), personId: id<PersonId>() }],
        people: [],
      },
    ],
  });
  await leave();
  await until(() => early.nodes.live(meetingId).count === 0 && late.nodes.live(meetingId).count === 0);
  expect(early.nodes.nodesOf(meetingId)).toEqual([]);
  expect(early.nodes.nodesOf(other)).toEqual([]);
});

test('a list that got lost is noticed by the next load', async () => {
  await using kit = await createTestMediaNode();
  const bus = createMemoryBus({ hub: kit.busHub, nodeId: 'hub-a', roles: ['hub'] });
  // Hears loads, and never a word of who comes and goes.
  const deaf: typeof bus = {
    ...bus,
    subscribe: async (topic, listener) =>
      topic.name === commands.roomsTopic.name ? async () => {} : await bus.subscribe(topic, listener),
  };
  await using nodes = await createMediaNodes({ bus: deaf, logger: createLogger({ level: 'silent' }) });
  await using other = await aHub(kit, 'hub-b');
  const meetingId = id<MeetingId>();
  await until(() => nodes.candidates(meetingId).length === 1);
  const { person, leave } = await other.join(media1, meetingId);
  await until(() => nodes.live(meetingId).count === 1, 10_000);
  expect(nodes.live(meetingId).people).toEqual([person]);
  await leave();
  await until(() => nodes.live(meetingId).count === 0, 10_000);
  expect(nodes.nodesOf(meetingId)).toEqual([]);
  await bus.close();
});

test('a node that comes back under its name as another process has nothing of what the first one had', async () => {
  await using kit = await createTestMediaNode();
  await using hub = await aHub(kit, 'hub-a');
  const meetingId = id<MeetingId>();
  await until(() => hub.nodes.candidates(meetingId).length === 1);
  await hub.join(media1, meetingId);
  await until(() => hub.nodes.live(meetingId).count === 1);
  const lost: MeetingId[] = [];
  hub.nodes.onGone((_, meetingIds) => void lost.push(...meetingIds));
  await kit.crash();
  await using again = await createTestMediaNode({ busHub: kit.busHub, hubNodeId: 'another hub' });
  await until(() => lost.length > 0, 10_000);
  expect(lost).toEqual([meetingId]);
  expect(hub.nodes.nodesOf(meetingId)).toEqual([]);
  await until(() => hub.nodes.loads().some(({ startedAt }) => startedAt === again.node.load()?.startedAt));
});

test('a node that falls silent and does not answer is gone with its rooms', async () => {
  await using kit = await createTestMediaNode();
  await using hub = await aHub(kit, 'hub-a', 150);
  const meetingId = id<MeetingId>();
  await until(() => hub.nodes.candidates(meetingId).length === 1);
  await hub.join(media1, meetingId);
  await until(() => hub.nodes.nodesOf(meetingId).includes(media1));
  const lost: MeetingId[] = [];
  hub.nodes.onGone((_, meetingIds) => void lost.push(...meetingIds));
  // Silent beyond the limit between two beats, but it answers when asked: it stays.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(lost).toEqual([]);
  expect(hub.nodes.trouble()).toBeUndefined();
  await kit.crash();
  await until(() => lost.length > 0);
  expect(lost).toEqual([meetingId]);
  expect(hub.nodes.nodesOf(meetingId)).toEqual([]);
  expect(hub.nodes.trouble()).toBe('no media node is connected');
  await expect(hub.place({ meetingId: id() })).rejects.toMatchObject({ code: 'unavailable' });
});
