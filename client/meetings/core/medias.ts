import type { HubClient } from '#shared/client.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { NodeId, ParticipantId } from '#shared/contract/ids.ts';
import { leaveRoom, raiseHand, resumeRoom, type RoomSnapshot } from '#shared/contract/media.ts';
import { askToEnter } from './admission.ts';
import { type LiveMedia, openLiveMedia } from './live-media.ts';
import type { Direction, Here, TransportState } from './media-session.ts';
import type { Near } from './nearness.ts';
import type { QualityReport } from './quality-watch.ts';
import type { Views } from './views.ts';

type MediasOptions = {
  hub: HubClient;
  here: Here;
  /** How far the regions are, as far as that is known now. */
  near: () => Near | undefined;
  views: Views;
  isMuted: (participantId: ParticipantId) => boolean;
  /** The room, with every answer that holds it. */
  heard: (room: RoomSnapshot, askedAt: number) => void;
  /** The entries or their streams changed. */
  changed: () => void;
  stateChanged: (media: LiveMedia, direction: Direction, state: TransportState) => void;
  failed: (media: LiveMedia, error: unknown, key?: string) => void;
  measured: (quality: ReadonlyMap<ParticipantId, QualityReport>) => void;
};

/** The entries of this tab into the room: one that carries the call, and beside it another while the tab moves. */
export function createMedias({ hub, here, near, views, isMuted, heard, ...options }: MediasOptions) {
  let all: readonly LiveMedia[] = [];
  let current: LiveMedia | undefined;

  /** Enters the room. Beside the media that flows with `moving`; otherwise the hub forgets that. */
  async function open(moving: boolean): Promise<LiveMedia> {
    const askedAt = performance.now();
    const measured = near();
    const input = { ...here, moving, ...(measured ? { near: [...measured] } : {}) };
    const answer = await askToEnter(hub, input);
    heard(answer.room, askedAt);
    const media: LiveMedia = await openLiveMedia({
      hub,
      here,
      answer,
      views,
      isMuted,
      streamsChanged: options.changed,
      stateChanged: (direction, state) => options.stateChanged(media, direction, state),
      measured: (quality) => {
        if (media === current) options.measured(quality);
      },
      failed: (error, key) => options.failed(media, error, key),
    });
    all = [media, ...all];
    return media;
  }

  function close(media: LiveMedia): void {
    media.close();
    all = all.filter((one) => one !== media);
    if (current === media) current = undefined;
    options.changed();
  }

  /** The participant goes on elsewhere, unless both entries are of one node: then the hub replaced one by the other. */
  function leaveNode({ ids }: LiveMedia): void {
    if (all.some((other) => other.ids.node === ids.node)) return;
    hub.call(leaveRoom, { ...ids, reason: 'moved' }).catch(() => undefined);
  }

  return {
    open,
    /** The latest first. */
    all: (): readonly LiveMedia[] => all,
    current: (): LiveMedia | undefined => current,
    carriedBy(media: LiveMedia): void {
      current = media;
      options.changed();
    },
    on: (node: NodeId): readonly LiveMedia[] => all.filter(({ ids }) => ids.node === node),
    close,
    /** Ends one of two. */
    discard(media: LiveMedia): void {
      if (!all.includes(media)) return;
      close(media);
      leaveNode(media);
    },
    closeAll(): void {
      for (const media of all) close(media);
    },
    leaveAll(): void {
      for (const { ids } of all) hub.call(leaveRoom, ids).catch(() => undefined);
    },
    /** Takes the participant back after the socket was away, wherever it sits. */
    async resume(lost: (media: LiveMedia) => void): Promise<'resumed' | 'gone'> {
      const carrier = current;
      for (const media of all) {
        if (media !== carrier) hub.call(resumeRoom, media.ids).catch(() => lost(media));
      }
      if (!carrier) return 'gone';
      try {
        const askedAt = performance.now();
        const { room } = await hub.call(resumeRoom, carrier.ids);
        const part = room.parts.find(({ node }) => node === carrier.ids.node);
        if (carrier.session.closed || part?.epoch !== carrier.epoch) return 'gone';
        heard(room, askedAt);
        return 'resumed';
      } catch (error) {
        const goneCodes = ['notFound', 'conflict', 'forbidden'];
        if (error instanceof AppError && goneCodes.includes(error.code)) return 'gone';
        throw error;
      }
    },
    /** On every node that carries this participant, so that a move does not lose the hand. */
    async raiseHand(raised: boolean): Promise<void> {
      const told = all.map(async (media) => {
        try {
          await hub.call(raiseHand, { ...media.ids, raised });
        } catch (error) {
          if (media === current) throw error;
        }
      });
      await Promise.all(told);
    },
  };
}
export type Medias = ReturnType<typeof createMedias>;
