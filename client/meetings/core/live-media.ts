import type { HubClient } from '#shared/client.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import {
  createMediaSession,
  type Direction,
  type InRoom,
  type JoinAnswer,
  type TransportState,
} from './media-session.ts';
import { type QualityReport, watchQuality } from './quality-watch.ts';
import { createReceiving } from './receiving.ts';
import { createSending } from './sending.ts';
import type { Views } from './views.ts';

type LiveOptions = {
  hub: HubClient;
  ids: InRoom;
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
  const { hub, ids, answer, views, isMuted, streamsChanged, stateChanged, measured, failed } = options;
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
    session,
    sending,
    receiving,
    close(): void {
      stopQuality();
      receiving.close();
      session.close();
    },
  };
}
export type LiveMedia = Awaited<ReturnType<typeof openLiveMedia>>;
