import type { ParticipantId } from '#shared/contract/ids.ts';

export type Speaker = { participantId: ParticipantId; level: number };

/** Quieter than this (dBov, RFC 6464) is nobody speaking. */
export const quietest = -60;
export const levelOf = (volume: number) =>
  Math.round(Math.min(1, Math.max(0, 1 - volume / quietest)) * 20) / 20;

/** The loudest of all routers of a room, said at most every `everyMs` and only when it differs from what was said last. */
export function createSpeakers(publish: (speakers: Speaker[]) => void, everyMs = 200, most = 8) {
  const byRouter = new Map<string, Speaker[]>();
  let said = '[]';
  let saidAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function say(): void {
    timer = undefined;
    const speakers = loudest([...byRouter.values()].flat()).slice(0, most);
    const text = JSON.stringify(speakers);
    if (text === said) return;
    said = text;
    saidAt = performance.now();
    publish(speakers);
  }

  return {
    hear(routerId: string, speakers: Speaker[]): void {
      byRouter.set(routerId, speakers);
      timer ??= setTimeout(say, Math.max(0, saidAt + everyMs - performance.now())).unref();
    },
    forget: (routerId: string) => void byRouter.delete(routerId),
    close: () => clearTimeout(timer),
  };
}
export type Speakers = ReturnType<typeof createSpeakers>;

/** One entry a participant: their loudest microphone. */
function loudest(all: Speaker[]): Speaker[] {
  const best = new Map<ParticipantId, Speaker>();
  for (const speaker of all) {
    const known = best.get(speaker.participantId);
    if (!known || known.level < speaker.level) best.set(speaker.participantId, speaker);
  }
  return [...best.values()].sort((a, b) => b.level - a.level);
}
