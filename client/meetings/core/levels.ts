import type { ParticipantId } from '#shared/contract/ids.ts';

type Speaker = { participantId: ParticipantId; level: number };

/** How long somebody stays marked as speaking after the last word. */
const holdMs = 600;

/**
 * Shows who is heard without React: one animation loop sets the opacity and scale of small elements, and stops when all is
 * still. The hub sends levels a few times a second; the loop smooths them.
 */
export function createLevels() {
  const targets = new Map<ParticipantId, { level: number; until: number }>();
  const shown = new Map<ParticipantId, number>();
  const elements = new Map<ParticipantId, Set<HTMLElement>>();
  let frame = 0;

  function draw(): void {
    frame = 0;
    const now = performance.now();
    let moving = false;
    for (const [id, set] of elements) {
      const target = targets.get(id);
      const goal = target && target.until > now ? target.level : 0;
      const before = shown.get(id) ?? 0;
      const next = goal > before ? before + (goal - before) * 0.5 : before + (goal - before) * 0.12;
      const value = next < 0.01 ? 0 : next;
      if (value !== before) for (const element of set) paint(element, value);
      shown.set(id, value);
      if (value > 0 || goal > 0) moving = true;
    }
    if (moving) frame = requestAnimationFrame(draw);
  }

  function wake(): void {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }

  return {
    set(speakers: readonly Speaker[]): void {
      const until = performance.now() + holdMs;
      for (const { participantId, level } of speakers) {
        targets.set(participantId, { level: Math.min(1, 0.45 + level * 0.55), until });
      }
      if (speakers.length > 0) wake();
    },
    /** Lets the element follow the person's voice. Answers the way to stop. */
    attach(participantId: ParticipantId, element: HTMLElement): () => void {
      const set = elements.get(participantId) ?? new Set();
      set.add(element);
      elements.set(participantId, set);
      paint(element, shown.get(participantId) ?? 0);
      return () => {
        set.delete(element);
        if (set.size === 0) elements.delete(participantId);
      };
    },
    close(): void {
      cancelAnimationFrame(frame);
      elements.clear();
      targets.clear();
    },
  };
}
export type Levels = ReturnType<typeof createLevels>;

function paint(element: HTMLElement, level: number): void {
  element.style.opacity = level.toFixed(3);
}
