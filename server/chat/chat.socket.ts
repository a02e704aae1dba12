import type { Actor } from '#server/accounts/actor.ts';
import { type CommandContext, type Commands, type Connection, handle } from '#server/signaling/bind.ts';
import {
  archiveChannel,
  createChannel,
  deleteMessage,
  editMessage,
  getChannel,
  listChannels,
  markRead,
  messageHistory,
  messagesSince,
  sendMessage,
  type,
  updateChannel,
} from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import type { Chat } from './chat.service.ts';

const read = { scope: 'chat:read' } as const;
const write = { scope: 'chat:write' } as const;

export function registerChat(commands: Commands, chat: Chat): void {
  handle(commands, listChannels, (actor) => chat.listChannels(actor), read);
  handle(commands, createChannel, (actor, input) => chat.createChannel(actor, input), write);
  handle(commands, updateChannel, (actor, input) => chat.updateChannel(actor, input), write);
  handle(commands, archiveChannel, (actor, input) => chat.archiveChannel(actor, input), write);
  handle(commands, sendMessage, (actor, input) => chat.send(actor, input), write);
  handle(commands, editMessage, (actor, input) => chat.edit(actor, input), write);
  handle(commands, deleteMessage, (actor, input) => chat.remove(actor, input), write);
  handle(commands, markRead, (actor, input) => chat.markRead(actor, input), write);
  handle(commands, type, (actor, input) => chat.type(actor, input), write);

  // To look at a channel is to listen to it: joined before it is read, so that nothing falls in between.
  async function listen(actor: Actor, channelId: ChannelId, connection: Connection): Promise<void> {
    const heard = await chat.audienceFor(actor, channelId);
    if (heard) await connection.join(heard);
  }
  const listening =
    <I extends { channelId: ChannelId }, O>(answer: (actor: Actor, input: I) => Promise<O>) =>
    async (actor: Actor, input: I, { connection }: CommandContext): Promise<O> => {
      await listen(actor, input.channelId, connection);
      return await answer(actor, input);
    };
  handle(commands, getChannel, listening(chat.getChannel), read);
  handle(commands, messageHistory, listening(chat.history), read);
  handle(commands, messagesSince, listening(chat.since), read);
}
