import { expect, test } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import {
  archiveChannel,
  deleteMessage,
  getChannel,
  listChannels,
  markRead,
  messageChanged,
  messageHistory,
  messagesSince,
  typed,
  type as typeKeys,
  updateChannel,
} from '#shared/contract/chat.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import { joinRoom, removeParticipant } from '#shared/contract/media.ts';
import { answerKnock, archiveMeeting, knock } from '#shared/contract/meetings.ts';
import { createTestHub } from './hub.ts';
import { say } from './seeds/chat.ts';
import { withMeetings } from './seeds/meetings.ts';

test('whoever opens a meeting’s channel hears it, a guest once let in', async () => {
  await using hub = await createTestHub({ seed: withMeetings });
  const [ben, chloe, gus] = await hub.connect('ben', 'chloe', 'gus');
  const { id: meetingId, channelId } = hub.seed.planning;
  const gusId = hub.world.get('gus').me.id;
  for (const attempt of [
    () => gus.call(getChannel, { channelId }),
    () => gus.call(messageHistory, { channelId }),
    () => say(gus, channelId, 'let me in'),
    () => gus.call(typeKeys, { channelId }),
    () => gus.call(markRead, { channelId, position: 1 }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'notFound' });
  await gus.call(knock, { meetingId });
  await ben.call(answerKnock, { meetingId, personId: gusId, admit: true });

  expect(await gus.call(getChannel, { channelId })).toMatchObject({
    meetingId,
    spaceId: null,
    name: 'Planning',
    can: { post: true, moderate: false, manage: false },
  });
  await ben.call(messageHistory, { channelId });
  const heard = Promise.all([gus.next(messageChanged), ben.next(messageChanged)]);
  const typing = gus.next(typed);
  await ben.call(typeKeys, { channelId });
  await typing;
  const [message] = await say(ben, channelId, `welcome <@${gusId}>`);
  expect(await heard).toEqual([message, message]);
  expect(message?.mentions).toEqual([gusId]);
  expect(await gus.call(getChannel, { channelId })).toMatchObject({ unread: 1, mentions: 1 });
  const [answer] = await say(gus, channelId, 'hello');
  const caughtUp = await chloe.call(messagesSince, { channelId, seq: 1 });
  expect(caughtUp.messages).toEqual([answer]);
  expect(caughtUp.people).toMatchObject([{ id: gusId, kind: 'guest' }]);
});

test('a host moderates, nobody manages, and it is in no list', async () => {
  await using hub = await createTestHub({ seed: withMeetings });
  const [ben, chloe] = await hub.connect('ben', 'chloe');
  const { channelId } = hub.seed.planning;
  const [ours] = await say(chloe, channelId, 'of Chloe');
  const [theirs] = await say(ben, channelId, 'of Ben');
  await expect(chloe.call(deleteMessage, { messageId: theirs?.id ?? '' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await ben.call(deleteMessage, { messageId: ours?.id ?? '' })).toMatchObject({ body: '' });
  await expect(ben.call(updateChannel, { channelId, name: 'x' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(ben.call(archiveChannel, { channelId })).rejects.toMatchObject({ code: 'forbidden' });
  const { channels } = await ben.call(listChannels, {});
  expect(channels.every(({ meetingId }) => meetingId === null)).toBe(true);
});

test('the channel ends with its meeting', async () => {
  await using hub = await createTestHub({ seed: withMeetings });
  const [ben, chloe] = await hub.connect('ben', 'chloe');
  const { id: meetingId, channelId } = hub.seed.planning;
  await chloe.call(getChannel, { channelId });
  await ben.call(archiveMeeting, { meetingId });
  for (const client of [ben, chloe]) {
    await expect(client.call(getChannel, { channelId })).rejects.toMatchObject({ code: 'notFound' });
    await expect(say(client, channelId, 'x')).rejects.toMatchObject({ code: 'notFound' });
  }
});

test('a guest who is taken out of the room hears and reads nothing more', async () => {
  await using hub = await createTestHub({ seed: withMeetings });
  const [ben, greta] = await hub.connect('ben', 'greta');
  const { id: meetingId, channelId } = hub.seed.standup;
  const participantId = newId<ParticipantId>();
  await ben.call(knock, { meetingId });
  await greta.call(knock, { meetingId });
  await greta.call(joinRoom, { meetingId, participantId });
  await greta.call(messageHistory, { channelId });
  const heard = greta.next(messageChanged);
  await say(ben, channelId, 'can you hear me?');
  await heard;
  const more: unknown[] = [];
  greta.on(messageChanged, (message) => more.push(message));
  await ben.call(removeParticipant, { meetingId, participantId });
  await say(ben, channelId, 'now between us');
  for (const attempt of [
    () => greta.call(messagesSince, { channelId, seq: 0 }),
    () => say(greta, channelId, 'still here'),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'notFound' });
  expect(more).toEqual([]);
});
