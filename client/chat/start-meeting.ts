import type { MyChannel } from '#shared/contract/chat.ts';
import { createMeeting } from '#shared/contract/meetings.ts';
import { hub } from '../app/hub.ts';
import { chat } from './use-chat.ts';

/** A meeting of the channel's space, with its link posted for everybody to join. Answers its code. */
export async function startMeeting(channel: MyChannel, words: string): Promise<string> {
  const { code } = await hub.call(createMeeting, { title: channel.name, spaceId: channel.spaceId });
  void chat.send(channel.id, `${words} [${location.host}/m/${code}](/m/${code})`);
  return code;
}
