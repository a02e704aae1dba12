import { describe, expect, test } from 'vitest';
import * as admin from '#shared/contract/admin.ts';
import type { MeetingId, NodeId, ParticipantId } from '#shared/contract/ids.ts';
import { joinRoom, leaveRoom } from '#shared/contract/media.ts';
import { createMeeting, knock } from '#shared/contract/meetings.ts';
import { refusedWith } from './accounts-kit.ts';
import { startHookServer } from './hook-server.ts';
import { createTestHub } from './hub.ts';
import { type MediaProcess, startMediaProcess } from './hub-process.ts';
import { id, until } from './media-kit.ts';
import { company } from './seeds/accounts.ts';

const here = (meetingId: MeetingId) => ({ meetingId, participantId: id<ParticipantId>() });

describe('nodes', () => {
  test('are watched: what is now, what was, and what changes', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    const { nodes, history } = await ada.call(admin.watchNodes, {});
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({
      name: 'test',
      roles: ['hub', 'media'],
      region: 'eu',
      status: 'active',
      removable: false,
      figures: { rooms: 0, participants: 0, workers: 1, connections: 1 },
    });
    expect(nodes[0]?.figures?.memoryBytes).toBeGreaterThan(1e7);
    expect(history.every(({ cpu }) => cpu.length > 0)).toBe(true);
    const changed = await ada.next(admin.nodesChanged);
    expect(changed.nodes.map(({ id }) => id)).toEqual(nodes.map(({ id }) => id));
    await ada.call(admin.unwatchNodes, {});
    let heard = 0;
    ada.on(admin.nodesChanged, () => (heard += 1));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(heard).toBe(0);
  });

  test('of the installation’s own are cordoned by name and never removed', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    const [node] = (await ada.call(admin.watchNodes, {})).nodes;
    const target = node?.id as NodeId;
    const cordoned = await ada.call(admin.setNodeState, { node: target, state: 'cordoned' });
    expect(cordoned.status).toBe('cordoned');
    await expect(ada.call(admin.removeNode, { node: target })).rejects.toMatchObject(
      refusedWith('conflict', 'builtIn'),
    );
    await expect(
      ada.call(admin.setNodeState, { node: 'nobody' as NodeId, state: 'active' }),
    ).rejects.toMatchObject({ code: 'notFound' });
    const { entries } = await ada.call(admin.listAudit, { action: 'nodes' });
    expect(entries).toMatchObject([
      {
        action: 'nodes.stateChanged',
        actor: { displayName: 'Ada' },
        target: { kind: 'node', id: target, name: 'test' },
        facts: { state: 'cordoned', before: 'active' },
        address: '127.0.0.1',
      },
    ]);
  });

  test('live rooms are listed by size with where they are', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const meeting = await ben.call(createMeeting, { title: 'Weekly', lobby: false });
    await ben.call(knock, { meetingId: meeting.id });
    const seat = here(meeting.id);
    const { node } = await ben.call(joinRoom, seat);
    await until(async () => (await ada.call(admin.listRooms, {})).total === 1);
    expect(await ada.call(admin.listRooms, { node })).toEqual({
      rooms: [
        {
          meetingId: meeting.id,
          title: 'Weekly',
          participants: 1,
          parts: [{ node, participants: 1 }],
        },
      ],
      total: 1,
    });
    expect(await ada.call(admin.listRooms, { node: 'other' as NodeId })).toEqual({ rooms: [], total: 0 });
    expect(await ada.call(admin.describeRoom, { meetingId: meeting.id })).toMatchObject({
      room: { title: 'Weekly', participants: 1 },
      producers: 0,
    });
    expect(await ada.call(admin.getOverview, {})).toMatchObject({ meetingsLive: 1, connections: 2 });
    await ben.call(leaveRoom, { ...seat, node });
    await until(async () => (await ada.call(admin.listRooms, {})).total === 0);
  });

  test('that join with a token come, are drained and are removed for good', async () => {
    await using hub = await createTestHub({ seed: company, config: { roles: ['hub'] } });
    const [ada] = await hub.connect('ada');
    const made = await ada.call(admin.createJoinToken, { region: 'sa', label: 'lab' });
    expect(made.commandLine).toContain(made.token);
    await using media = await startMediaProcess({ hubUrl: hub.url, token: made.token });
    const find = async () => (await ada.call(admin.watchNodes, {})).nodes.find(({ name }) => name === 'lab');
    await until(async () => (await find())?.status === 'active', 60_000);
    const lab = await find();
    expect(lab).toMatchObject({ roles: ['media'], region: 'sa', removable: true, figures: { workers: 1 } });
    expect(lab?.figures?.memoryBytes).toBeGreaterThan(1e7);
    const node = lab?.id as NodeId;
    expect(await ada.call(admin.setNodeState, { node, state: 'draining' })).toMatchObject({
      status: 'draining',
    });
    await ada.call(admin.removeNode, { node });
    await until(async () => (await find()) === undefined, 10_000);
    await until(() => /removed this node/.test(media.output()), 20_000);
    const { entries } = await ada.call(admin.listAudit, { action: 'nodes' });
    expect(entries.map(({ action }) => action)).toEqual([
      'nodes.removed',
      'nodes.stateChanged',
      'nodes.joined',
      'nodes.tokenCreated',
    ]);
  }, 120_000);
});

test('autoscaling goes from nothing to a node for who comes, and back', async () => {
  const machines: MediaProcess[] = [];
  const orders: string[] = [];
  let hubUrl = '';
  await using hook = await startHookServer({
    onCall: ({ action = '', region = '', token }) => {
      orders.push(`${action} ${region}`);
      if (action === 'add' && token)
        void startMediaProcess({ hubUrl, token }).then((machine) => machines.push(machine));
    },
  });
  await using hub = await createTestHub({ seed: company, config: { roles: ['hub'] } });
  hubUrl = hub.url;
  try {
    const [ada, ben] = await hub.connect('ada', 'ben');
    const region = { floor: 0, ceiling: 1, nodePrice: 10, webhook: hook.url, useCommand: false };
    await ada.call(admin.setAutoscaling, { enabled: true, monthlyCap: 100, regions: { eu: region } });
    const meeting = await ben.call(createMeeting, { title: 'Early', lobby: false });
    await ben.call(knock, { meetingId: meeting.id });
    const seat = here(meeting.id);
    await expect(ben.call(joinRoom, seat)).rejects.toMatchObject({
      code: 'unavailable',
      details: { reason: 'starting', retryAfterMs: 10_000 },
    });
    await until(() => orders.length > 0, 5_000);
    let joined: { node: NodeId } | undefined;
    await until(async () => {
      joined = await ben.call(joinRoom, seat).catch(() => undefined);
      return joined !== undefined;
    }, 90_000);
    expect(orders).toEqual(['add eu']);
    await ben.call(leaveRoom, { ...seat, node: joined?.node as NodeId });
    await until(() => orders.length === 2, 90_000);
    expect(orders).toEqual(['add eu', 'remove eu']);
    await until(async () => (await ada.call(admin.getAutoscaling, {})).decisions.length === 3, 10_000);
    const { decisions, spentThisMonth } = await ada.call(admin.getAutoscaling, {});
    expect(decisions.map(({ action, reason, outcome }) => [action, reason, outcome])).toEqual([
      ['remove', 'drained', 'done'],
      ['drain', 'idle', 'done'],
      ['add', 'turnedAway', 'done'],
    ]);
    expect(spentThisMonth).toBeGreaterThan(0);
    expect(spentThisMonth).toBeLessThan(0.01);
    const { entries } = await ada.call(admin.listAudit, { action: 'autoscaling' });
    expect(entries.map(({ action }) => action)).toEqual([
      'autoscaling.nodeRemoved',
      'autoscaling.nodeDrained',
      'autoscaling.nodeAdded',
      'autoscaling.changed',
    ]);
  } finally {
    for (const machine of machines) await machine[Symbol.asyncDispose]();
  }
}, 240_000);
