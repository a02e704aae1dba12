import type { HubClient } from '#shared/client.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import {
  createMediaSession,
  type Direction,
  type Here,
  type InRoom,
  type JoinAnswer,
  type TransportState,
} from './media-session.ts';
import { type QualityReport, read, watchQuality } from './quality-watch.ts';
import { createReceiving } from './receiving.ts';
import { createSending } from './sending.ts';
import type { Views } from './views.ts';

type LiveOptions = {
  hub: HubClient;
  here: Here;
  answer: JoinAnswer;
  views: Views;
  isMuted: (participantId: ParticipantId) => boolean;
  streamsChanged: () => void;
  stateChanged: (direction: Direction, state: TransportState) => void;
  measured: (quality: ReadonlyMap<ParticipantId, QualityReport>) => void;
  /** `key` names what could not be sent. */
  failed: (error: unknown, key?: string) => void;
};

/** Everything that flows between one entry into the room and the next: both transports, what is sent, received and measured. */
export async function openLiveMedia(options: LiveOptions) {
  const { hub, answer, views, isMuted, streamsChanged, stateChanged, measured, failed } = options;
  const ids: InRoom = { ...options.here, node: answer.node };
  const session = await createMediaSession({ hub, ids, answer, stateChanged });
  const sending = createSending({ hub, ids, session, failed: (key, error) => failed(error, key) });
  const receiving = createReceiving({
    hub,
    ids,
    session,
    views,
    isMuted,
    changed: streamsChanged,
    failed: (error) => failed(error),
  });
  const stopQuality = watchQuality({
    self: ids.participantId,
    session,
    sending,
    receiving,
    report: measured,
  });
  return {
    ids,
    /** Of the part that carries this entry: with another one it is of the past. */
    epoch: answer.room.parts.find(({ node }) => node === answer.node)?.epoch,
    session,
    sending,
    receiving,
    /** The ids of the received tracks of which anything has arrived. */
    async flowing(): Promise<Set<string>> {
      const stats = read(await session.receive.getStats());
      const arrived = stats.filter(
        ({ type, kind, framesDecoded = 0, packetsReceived = 0 }) =>
          type === 'inbound-rtp' && (kind === 'video' ? framesDecoded : packetsReceived) > 0,
      );
      return new Set(arrived.map(({ trackIdentifier }) => trackIdentifier ?? ''));
    },
    /** New transports connect only when media flows: one that has nothing to do is as good as connected. */
    isConnected(): boolean {
      const sends = sending.producers().length > 0;
      const receives = receiving.streams().length > 0;
      return (
        sending.isSettled() &&
        (!sends || session.stateOf('send') === 'connected') &&
        (!receives || session.stateOf('receive') === 'connected')
      );
    },
    close(): void {
      stopQuality();
      receiving.close();
      session.close();
    },
  };
}
export type LiveMedia = Awaited<ReturnType<typeof openLiveMedia>>;
