import { randomUUID } from 'node:crypto';
import { listChannels, type Message, messageChanged, sendMessage } from '#shared/contract/chat.ts';
import { welcomed } from '#shared/contract/hub.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import { protocolVersion } from '#shared/contract/version.ts';
import { startHubProcess } from '#tests/hub-process.ts';
import type { World } from '#tests/world.ts';
import { pin, serverCore } from '../processes.ts';
import type { Side } from './load.ts';
import { type Plan, personOf, seatsBySpace } from './plan.ts';
import { type Dialect, openSocket } from './socket-seat.ts';

/** The real program with its embedded database, on a data folder of its own: people, spaces and sessions made by its API. */
export async function startHub(plan: Plan): Promise<Side> {
  const hub = await startHubProcess({ env: { ENTENTE_ROLES: 'hub', NODE_ENV: 'production' } });
  try {
    const pid = hub.child.pid;
    if (!pid) throw new Error('the hub did not start');
    const { world } = hub;
    const names = await makePeople(world, plan.people);
    const channels = await makeSpaces(world, plan, names);
    pin(pid, serverCore);
    const cookies = names.map((name) => world.get(name).cookie);
    const numbers = new Map(channels.map((channel, nth) => [channel, nth]));
    const seats = seatsBySpace(plan);
    const dialect: Dialect = {
      url: hub.url,
      ready: welcomed.name,
      heard: messageChanged.name,
      handshake: (nth) => ({
        auth: { protocol: protocolVersion },
        extraHeaders: { cookie: cookies[personOf(plan, nth)] ?? '' },
      }),
      post(socket, channel, body, answered) {
        const message = { channelId: channels[channel], clientId: randomUUID(), body };
        socket.emit(sendMessage.name, message, answered);
      },
      read(message) {
        const { channelId, position, body } = message as Message;
        const channel = numbers.get(channelId);
        return channel === undefined ? undefined : { channel, position, body };
      },
    };
    return {
      pid,
      open: (nth, hear) => openSocket(dialect, nth, hear),
      seatsOf: (channel) => seats[channel] ?? [],
      close: () => hub[Symbol.asyncDispose](),
    };
  } catch (error) {
    await hub[Symbol.asyncDispose]();
    throw error;
  }
}

async function makePeople(world: World, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, nth) => `person${nth}`);
  const [first = 'person0', ...others] = names;
  await world.setUp(first);
  for (const name of others) await world.invite(first, name);
  return names;
}

/** One space a channel: its people hear that channel and no other. */
async function makeSpaces(world: World, plan: Plan, names: readonly string[]): Promise<string[]> {
  const channels: string[] = [];
  for (let space = 0; space < plan.spaces; space++) {
    const members = names.filter((_, person) => person % plan.spaces === space);
    const owner = await world.as(members[0] ?? '');
    const { id: spaceId } = await owner.call(createSpace, { name: `Space ${space}`, kind: 'team' });
    for (const name of members.slice(1))
      await owner.call(addSpaceMember, { spaceId, personId: world.get(name).me.id, role: 'member' });
    const { channels: mine } = await owner.call(listChannels, {});
    channels.push(mine.find((channel) => channel.spaceId === spaceId)?.id ?? '');
  }
  for (const { client } of world.people.values()) client.close();
  return channels;
}
