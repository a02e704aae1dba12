/**
 * Runs `work` soon after it is asked for: at once after a quiet while, else when the last run is `everyMs` ago. However often it
 * is asked for meanwhile, that is one run, and never two at a time. `work` takes care of its own errors.
 */
export function paced(everyMs: number, work: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAsked = false;
  let endedAt = Number.NEGATIVE_INFINITY;
  let isClosed = false;

  async function run(): Promise<void> {
    timer = undefined;
    isAsked = false;
    await work();
    endedAt = performance.now();
    running = undefined;
    if (isAsked) ask();
  }

  function ask(): void {
    isAsked = true;
    if (isClosed || timer || running) return;
    const wait = endedAt + everyMs - performance.now();
    if (wait <= 0) running = run();
    else timer = setTimeout(() => (running = run()), wait);
  }

  return {
    ask,
    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
