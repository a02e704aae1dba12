import type { LiveMedia } from './live-media.ts';
import type { Incoming } from './receiving.ts';
import type { Age, RoomState, Spot, Stream } from './room-state.ts';

/** One stream that could be shown on a spot. `ready`: it flows, or nothing is expected to. */
export type Candidate<S> = { spot: Spot; stream: S; ready: boolean };

/**
 * What to show on each spot, of candidates in the order of preference: the first that flows. Until one does, what is shown
 * already stays, so that no picture blinks while somebody moves.
 */
export function pickShown<S>(
  candidates: readonly Candidate<S>[],
  before: ReadonlyMap<Spot, S>,
): Map<Spot, S> {
  const bySpot = Map.groupBy(candidates, ({ spot }) => spot);
  return new Map(
    [...bySpot].flatMap(([spot, all]) => {
      const kept = all.find(({ stream }) => stream === before.get(spot));
      const picked = all.find(({ ready }) => ready) ?? kept ?? all[0];
      return picked ? [[spot, picked.stream] as const] : [];
    }),
  );
}

type ShownOptions = {
  /** The latest entry into the room first. */
  medias: () => readonly LiveMedia[];
  room: () => RoomState | undefined;
  changed: (shown: ReadonlyMap<Spot, Incoming>) => void;
};
type Offer = Candidate<Incoming> & { media: LiveMedia; idle: boolean };

const lookEveryMs = 60;
const preference: Readonly<Record<Age, number>> = { now: 0, former: 1, gone: 2 };

/** Decides what is seen and heard where several streams show the same: while somebody moves, or this tab itself. */
export function createShownStreams({ medias, room, changed }: ShownOptions) {
  const flowing = new WeakSet<Incoming>();
  let shown: ReadonlyMap<Spot, Incoming> = new Map();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function offers(): Offer[] {
    const streams = new Map<string, Stream>();
    for (const { producers } of room()?.participants ?? []) {
      for (const stream of producers) streams.set(stream.id, stream);
    }
    const ageOf = ({ producerId }: Incoming): Age => streams.get(producerId)?.age ?? 'gone';
    return medias().flatMap((media) =>
      media.receiving
        .streams()
        .toSorted((a, b) => preference[ageOf(a)] - preference[ageOf(b)])
        .map((stream): Offer => {
          const paused =
            streams.get(stream.producerId)?.paused === true || media.receiving.isPaused(stream.id);
          const ready = paused || flowing.has(stream);
          return { media, spot: stream.spot, stream, ready, idle: paused || ageOf(stream) === 'gone' };
        }),
    );
  }

  function update(): void {
    const all = offers();
    const next = pickShown(all, shown);
    const same = next.size === shown.size && [...next].every(([spot, stream]) => shown.get(spot) === stream);
    shown = next;
    if (!same) changed(shown);
    if (awaited(all).length > 0) timer ??= setTimeout(() => void look(), lookEveryMs);
  }

  /** Those that would be shown instead if they flowed, and those shown of which that is not known where another one waits. */
  function awaited(all: readonly Offer[]): Offer[] {
    const rivals = Map.groupBy(all, ({ spot }) => spot);
    return all.filter(({ ready, spot }) => !ready && (rivals.get(spot)?.length ?? 0) > 1);
  }

  async function look(): Promise<void> {
    const waiting = Map.groupBy(awaited(offers()), ({ media }) => media);
    await Promise.all([...waiting].map(([media, all]) => mark(media, all)));
    timer = undefined;
    update();
  }

  async function mark(media: LiveMedia, all: readonly Offer[]): Promise<void> {
    if (media.session.closed) return;
    try {
      const flows = await media.flowing();
      for (const { stream } of all) if (flows.has(stream.consumer.track.id)) flowing.add(stream);
    } catch {
      // The session closed meanwhile.
    }
  }

  return {
    update,
    /** Whether nothing that flows is shown from another entry. */
    isCarriedBy: (media: LiveMedia): boolean =>
      offers().every(
        (offer) => offer.media === media || offer.idle || shown.get(offer.spot) !== offer.stream,
      ),
    close: () => clearTimeout(timer),
  };
}
export type ShownStreams = ReturnType<typeof createShownStreams>;
