import { expect, test } from 'vitest';
import type { ParticipantId } from '#shared/contract/ids.ts';
import { consume, joinRoom, produce } from '#shared/contract/media.ts';
import { createMeeting, knock } from '#shared/contract/meetings.ts';
import { createTestHub } from './hub.ts';
import { startMediaProcess } from './hub-process.ts';
import { id, opus, until } from './media-kit.ts';
import { actorOf } from './nodes-kit.ts';

test('a media node on a machine of its own joins with a token and carries a call', async () => {
  await using hub = await createTestHub({ config: { roles: ['hub'] } });
  const { me } = await hub.world.setUp('ada');
  const { token } = await hub.hub.registry.createJoinToken(actorOf(me), { region: 'na', label: 'lab' });
  await using media = await startMediaProcess({ hubUrl: hub.url, token });
  await until(() => /media node lab \(na\) is linked to http/.test(media.output()), 15_000);

  const ada = await hub.world.as('ada');
  const meeting = await ada.call(createMeeting, { title: 'Far', spaceId: null, lobby: false });
  await ada.call(knock, { meetingId: meeting.id });
  const here = { meetingId: meeting.id, participantId: id<ParticipantId>() };
  const there = { meetingId: meeting.id, participantId: id<ParticipantId>() };
  const { node } = await ada.call(joinRoom, here);
  const { routerRtpCapabilities: rtpCapabilities } = await ada.call(joinRoom, there);
  const { producerId } = await ada.call(produce, {
    ...here,
    node,
    kind: 'audio',
    source: 'microphone',
    rtpParameters: opus(),
    paused: false,
  });
  const { consumers } = await ada.call(consume, {
    ...there,
    node,
    producers: [{ id: producerId, node }],
    rtpCapabilities,
  });
  expect(consumers).toHaveLength(1);
  expect(await media.stop()).toEqual({ code: 0, signal: null });
}, 60_000);
