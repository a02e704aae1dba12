import { expect, test } from 'vitest';
import type { BusNode } from '#server/platform/bus.ts';
import * as commands from '../media.commands.ts';
import { linkedMediaNode as policy } from './link.policy.ts';

const node: BusNode = { nodeId: 'n1', roles: ['media'], name: 'n1', region: 'eu' };
const publishes = (topic: string, payload: unknown = {}) => policy.mayPublish(node, topic, payload);

test('it publishes what it is, its rooms, and what its rooms say', () => {
  expect(publishes(commands.loadTopic.name, { node: 'n1' })).toBe(true);
  expect(publishes('media:room:1', { type: 'muted' })).toBe(true);
  expect(publishes('audience:meeting:1', { event: 'media:roomChanged', payload: {} })).toBe(true);
  expect(publishes('audience:meeting:1', '["media:roomChanged",{}]')).toBe(true);
});

test('it does not speak for other nodes, for hubs, for other domains or to other audiences', () => {
  expect(publishes(commands.loadTopic.name, { node: 'n2' })).toBe(false);
  expect(publishes(commands.personOut.name, { personId: '1' })).toBe(false);
  expect(publishes(commands.helloTopic.name, { hub: 'n1' })).toBe(false);
  expect(publishes('audience:meeting:1', { event: 'chat:messagePosted', payload: {} })).toBe(false);
  expect(publishes('audience:meeting:1', '["chat:messagePosted",{}]')).toBe(false);
  expect(publishes('audience:person:1', { event: 'media:moderated' })).toBe(false);
  expect(publishes('audience:meetingHosts:1', { event: 'media:roomChanged' })).toBe(false);
  expect(publishes('signaling:control', { type: 'revoke' })).toBe(false);
  expect(publishes('link:end', { nodeId: 'n2' })).toBe(false);
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
  const topics: string[] = [
    commands.loadTopic,
    commands.helloTopic,
    commands.roomsTopic,
    commands.personOut,
  ].map(({ name }) => name);
  for (const name of orders) if (!topics.includes(name)) expect([name, asks(name)]).toEqual([name, false]);
  expect(asks('admin:removeNode')).toBe(false);
});

test('it handles what media nodes are asked', () => {
  expect(policy.mayHandle(node, commands.nodeJoin.name)).toBe(true);
  expect(policy.mayHandle(node, 'hub:alive')).toBe(false);
  expect(policy.mayLease(node, 'media:place:1')).toBe(false);
  expect(policy.mayLease(node, 'meetings:live')).toBe(false);
});
