/** What happens next: a binary heap by time, then by order of entry, so that equal times keep their order. */
export function createAgenda() {
  const times: number[] = [];
  const orders: number[] = [];
  const acts: (() => void)[] = [];
  let entered = 0;
  let now = 0;

  const before = (a: number, b: number) =>
    (times[a] ?? 0) < (times[b] ?? 0) || (times[a] === times[b] && (orders[a] ?? 0) < (orders[b] ?? 0));
  function swap(a: number, b: number): void {
    [times[a], times[b]] = [times[b] ?? 0, times[a] ?? 0];
    [orders[a], orders[b]] = [orders[b] ?? 0, orders[a] ?? 0];
    const [x, y] = [acts[a], acts[b]];
    if (x && y) [acts[a], acts[b]] = [y, x];
  }
  function rise(at: number): void {
    for (let parent = (at - 1) >> 1; at > 0 && before(at, parent); at = parent, parent = (at - 1) >> 1)
      swap(at, parent);
  }
  function sink(at: number): void {
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < times.length && before(left, least)) least = left;
      if (right < times.length && before(right, least)) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  }

  return {
    now: () => now,
    at(time: number, act: () => void): void {
      times.push(Math.max(now, time));
      orders.push(entered++);
      acts.push(act);
      rise(times.length - 1);
    },
    /** Until nothing is left or the time has come. */
    run(until: number): void {
      while (times.length > 0 && (times[0] ?? 0) <= until) {
        now = times[0] ?? now;
        const act = acts[0];
        swap(0, times.length - 1);
        times.pop();
        orders.pop();
        acts.pop();
        sink(0);
        act?.();
      }
      now = until;
    },
  };
}
export type Agenda = ReturnType<typeof createAgenda>;
