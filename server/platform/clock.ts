/** Time as a dependency: services never call `new Date()` themselves, so tests can move it. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

export type ManualClock = Clock & { advance(milliseconds: number): void; set(time: Date): void };

/** A clock that stands still until it is told to move. */
export function createManualClock(start: Date = new Date()): ManualClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    advance: (milliseconds) => {
      current += milliseconds;
    },
    set: (time) => {
      current = time.getTime();
    },
  };
}
