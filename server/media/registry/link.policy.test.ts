import { expect, test } from 'vitest';
import type { BusNode } from '#server/platform/bus.ts';
import type { Audience } from '#server/signaling/audience.ts';
import { audienceTopic } from '#server/signaling/publisher.ts';
import * as commands from '../media.commands.ts';
import { linkedMediaNode as policy } from './link.policy.ts';

const node: BusNode = { nodeId: 'n1', roles: ['media'], name: 'n1', region: 'eu' };
const publishes = (name: string, payload: unknown = {}) => policy.mayPublish(node, { name }, payload);
const audience = audienceTopic('meeting:1' as Audience);
/** An event in the form that audiences are told. */
const tells = (event: string, to = audience.name) =>
  policy.mayPublish(node, { ...audience, name: to }, JSON.stringify([event, {}]));

test('it publishes what it is, its rooms, and what its rooms say', () => {
  expect(publishes(commands.loadTopic.name, { node: 'n1' })).toBe(true);
  expect(publishes('media:room:1', { type: 'muted' })).toBe(true);
  expect(tells('media:roomChanged')).toBe(true);
});

test('it does not speak for other nodes, for hubs, for other domains or to other audiences', () => {
  expect(publishes(commands.loadTopic.name, { node: 'n2' })).toBe(false);
  expect(publishes(commands.personOut.name, { personId: '1' })).toBe(false);
  expect(publishes(commands.helloTopic.name, { hub: 'n1' })).toBe(false);
  expect(tells('chat:messagePosted')).toBe(false);
  expect(tells('media:moderated', 'audience:person:1')).toBe(false);
  expect(tells('media:roomChanged', 'audience:meetingHosts:1')).toBe(false);
  expect(publishes('signaling:control', { type: 'revoke' })).toBe(false);
  expect(publishes('link:end', { nodeId: 'n2' })).toBe(false);
});

test('it says nothing in another form, where whoever hears it would read something else', () => {
  const text = { name: commands.loadTopic.name, isText: true } as const;
  expect(policy.mayPublish(node, text, '{"node":"n2"}')).toBe(false);
  const broken = ['["media:roomChanged",', '["media:a",1,2]', '{"event":"media:a"}', 'media:a', 5, null];
  for (const payload of broken) {
    expect(policy.mayPublish(node, { ...audience, isText: true }, payload)).toBe(false);
    expect(policy.mayPublish(node, { name: audience.name }, payload)).toBe(false);
  }
});

test('it hears what concerns media and access, no audience', () => {
  const hears = (topic: string) => policy.maySubscribe(node, topic);
  expect([commands.helloTopic.name, commands.personOut.name, 'signaling:control'].map(hears)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['audience:meeting:1', 'audience:organisation:members', 'presence:1', 'link:end'].some(hears)).toBe(
    false,
  );
});

test('it asks hubs whether they live and other nodes for streams; no order that only hubs give', () => {
  const asks = (command: string) => policy.mayRequest(node, { node: 'n2' }, command);
  expect(asks('hub:alive')).toBe(true);
  const orders = Object.values(commands).flatMap((value) =>
    typeof value === 'object' && 'name' in value && value.name.startsWith('media:') ? value.name : [],
  );
  const topics = new Set<string>(
    [commands.loadTopic, commands.helloTopic, commands.roomsTopic, commands.personOut].map(
      ({ name }) => name,
    ),
  );
  const amongNodes = new Set<string>(
    [commands.nodeOpenTrunk, commands.nodePipe, commands.nodeSyncTrunk, commands.nodeTrunkNews].map(
      ({ name }) => name,
    ),
  );
  for (const name of orders)
    if (!topics.has(name)) expect([name, asks(name)]).toEqual([name, amongNodes.has(name)]);
  expect(asks('admin:removeNode')).toBe(false);
});

test('it handles what media nodes are asked', () => {
  expect(policy.mayHandle(node, commands.nodeJoin.name)).toBe(true);
  expect(policy.mayHandle(node, 'hub:alive')).toBe(false);
  expect(policy.mayLease(node, 'media:place:1')).toBe(false);
  expect(policy.mayLease(node, 'meetings:live')).toBe(false);
});
