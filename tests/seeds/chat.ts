import type { HubClient } from '#shared/client.ts';
import { createChannel, listChannels, type Message, sendMessage } from '#shared/contract/chat.ts';
import type { ChannelId, ClientMessageId, SpaceId } from '#shared/contract/ids.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import type { World } from '#tests/world.ts';

export const newClientId = () => crypto.randomUUID() as ClientMessageId;

/** Posts one message, or several one after the other. */
export async function say(client: HubClient, channelId: ChannelId, ...bodies: string[]): Promise<Message[]> {
  const messages: Message[] = [];
  for (const body of bodies)
    messages.push(await client.call(sendMessage, { channelId, clientId: newClientId(), body }));
  return messages;
}

export async function generalOf(client: HubClient, spaceId: SpaceId): Promise<ChannelId> {
  const { channels } = await client.call(listChannels, {});
  const general = channels.find((channel) => channel.spaceId === spaceId && channel.name === 'general');
  if (!general) throw new Error('a space without its first channel');
  return general.id;
}

/**
 * A space of Ada (owner), Ben (moderator) and Cleo (member) with the channels `general` and `plans`. Dan works here too
 * but is not in it.
 */
export async function team(world: World) {
  await world.setUp('ada');
  for (const name of ['ben', 'cleo', 'dan']) await world.invite('ada', name);
  const ada = await world.as('ada');
  const { id: spaceId } = await ada.call(createSpace, { name: 'Works', kind: 'team' });
  for (const [name, role] of [
    ['ben', 'moderator'],
    ['cleo', 'member'],
  ] as const)
    await ada.call(addSpaceMember, { spaceId, personId: world.get(name).me.id, role });
  const general = await generalOf(ada, spaceId);
  const { id: plans } = await ada.call(createChannel, { spaceId, name: 'plans', topic: 'What comes next' });
  return { spaceId, general, plans, idOf: (name: string) => world.get(name).me.id };
}
