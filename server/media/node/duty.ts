import type { NodeLoad } from '../media.commands.ts';
import type { Room } from './room.ts';
import type { RoomList } from './rooms.ts';
import type { Seat } from './seat.ts';

export type DutyState = NodeLoad['state'];
export type DutyOptions = {
  rooms: RoomList;
  changed(): void;
  waveSize?: number;
  waveEveryMs?: number;
  /** Those who are still there are asked again: an ask may get lost, a client may have been busy with a recovery. */
  askAgainMs?: number;
  /** Whoever has not moved this long after being asked is interrupted; after as long again their seat ends. */
  patienceMs?: number;
};

/** What the node is meant to do: its work (`active`), nothing more than it does (`cordoned`), or to get empty (`draining`). */
export function createDuty({ rooms, changed, ...options }: DutyOptions) {
  const { waveSize = 10, waveEveryMs = 250, askAgainMs = 5_000, patienceMs = 20_000 } = options;
  let state: DutyState = 'active';
  let wave: NodeJS.Timeout | undefined;
  const ends = new Set<NodeJS.Timeout>();

  function set(wanted: DutyState): void {
    if (wanted === state) return;
    state = wanted;
    stop();
    if (state === 'draining') drain();
    changed();
  }

  /** Small waves, so that the other nodes and the hubs are not run over. */
  function drain(): void {
    const until = performance.now() + patienceMs;
    let waiting: { room: Room; seat: Seat }[] = [];
    const next = () => {
      if (waiting.length === 0)
        waiting = rooms.all().flatMap((room) => room.seats().map((seat) => ({ room, seat })));
      for (const { room, seat } of waiting.splice(0, waveSize)) room.askToMove(seat);
      const left = until - performance.now();
      if (waiting.length > 0) wave = setTimeout(next, waveEveryMs).unref();
      else if (left > askAgainMs) wave = setTimeout(next, askAgainMs).unref();
      else after(Math.max(0, left), interrupt);
    };
    next();
  }

  function interrupt(): void {
    for (const room of rooms.all()) room.interrupt();
    after(patienceMs, () => {
      for (const room of rooms.all()) room.dropWhere(() => true, 'lost');
    });
  }

  function after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      ends.delete(timer);
      work();
    }, ms).unref();
    ends.add(timer);
  }

  function stop(): void {
    clearTimeout(wave);
    for (const timer of ends) clearTimeout(timer);
    ends.clear();
  }

  return {
    set,
    get state() {
      return state;
    },
    close: stop,
  };
}
export type Duty = ReturnType<typeof createDuty>;
