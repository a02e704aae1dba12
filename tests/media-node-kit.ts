import * as commands from '#server/media/media.commands.ts';
import type { BusCommand } from '#server/platform/bus.ts';
import { audience } from '#server/signaling/audience.ts';
import { audienceTopic } from '#server/signaling/publisher.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { MeetingId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import type { RoomChange } from '#shared/contract/media.ts';
import { aHolder, aPerson, type createTestMediaNode, id, media1, opus, vp8 } from './media-kit.ts';

export type TestNode = Awaited<ReturnType<typeof createTestMediaNode>>;

/** One tab of one person, as the hub half would speak for it. */
export function aTab(kit: TestNode, meetingId: MeetingId, person: PersonCard = aPerson()) {
  const participantId = id<ParticipantId>();
  const holder = aHolder(person.id);
  const here = { meetingId, participantId, node: media1, holder };
  const ask = <I, O>(command: BusCommand<I, O>, input: I) =>
    kit.bus.request({ node: media1 }, command, input);
  return {
    ...here,
    person,
    here,
    ask,
    join: (changes: { holder?: commands.Holder; person?: PersonCard; participantId?: ParticipantId } = {}) =>
      ask(commands.nodeJoin, { ...here, person, role: 'participant', elsewhere: 0, ...changes }),
    produce: (source: 'microphone' | 'camera' | 'screen' | 'screenAudio' = 'camera') => {
      const kind =
        source === 'microphone' || source === 'screenAudio' ? ('audio' as const) : ('video' as const);
      const rtpParameters = kind === 'audio' ? opus() : vp8();
      return ask(commands.nodeProduce, { ...here, kind, source, rtpParameters, paused: false });
    },
    leave: () => ask(commands.nodeLeave, { ...here, reason: 'left' }),
  };
}

export type Heard = { event: string; payload: unknown };

export async function listen(kit: TestNode, meetingId: MeetingId) {
  const heard: Heard[] = [];
  await kit.bus.subscribe(audienceTopic(audience.meeting(meetingId)), (text) => {
    const [event, payload]: [string, unknown] = JSON.parse(text);
    heard.push({ event, payload });
  });
  const notices: commands.RoomNotice[] = [];
  await kit.bus.subscribe(commands.roomTopic(meetingId), (notice) => void notices.push(notice));
  return { heard, notices };
}

/** As a client names a producer of this node. */
export const here = (producer: ProducerId) => ({ id: producer, node: media1 });

export const nothingLeft = { rooms: [], routers: 0, transports: 0, weight: 0 };

export const leftIn = ({ event, payload }: Heard) =>
  event === 'media:roomChanged'
    ? (payload as { changes: RoomChange[] }).changes.filter(({ type }) => type === 'left')
    : [];

export const connectedIn = async (kit: TestNode, meetingId: MeetingId) =>
  (await kit.bus.request({ node: media1 }, commands.nodeSnapshot, { meetingId })).participants.map(
    ({ connected }) => connected,
  );
