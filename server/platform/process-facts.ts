import { type Bus, busCommand } from './bus.ts';
import type { Clock } from './clock.ts';

/** How a process is. `cpu`: share of one core that its event loop and helpers use, 0 to 1. */
export type ProcessFacts = { cpu: number; memoryBytes: number; connections: number };
export const processFacts = busCommand<object, ProcessFacts>('node:facts');
/** What time a process thinks it is, in milliseconds; compared at the middle of the question's way there and back. */
export const processClock = busCommand<object, { now: number }>('node:clock');

const sampleMs = 2_000;

/** Every process answers for itself, whatever its roles. */
export async function answerForProcess(
  bus: Bus,
  { clock, connections }: { clock: Clock; connections(): number },
) {
  let cpu = 0;
  let used = process.cpuUsage();
  let at = performance.now();
  const timer = setInterval(() => {
    const [now, total] = [performance.now(), process.cpuUsage()];
    const microseconds = total.user + total.system - used.user - used.system;
    cpu = Math.min(1, microseconds / 1_000 / Math.max(1, now - at));
    [at, used] = [now, total];
  }, sampleMs).unref();
  const facts = (): ProcessFacts => ({
    cpu: Math.round(cpu * 1000) / 1000,
    memoryBytes: process.memoryUsage.rss(),
    connections: connections(),
  });
  const stops = await Promise.all([
    bus.handle(processFacts, async () => facts()),
    bus.handle(processClock, async () => ({ now: clock.now().getTime() })),
  ]);
  return {
    facts,
    async close(): Promise<void> {
      clearInterval(timer);
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}
