import type { HealthCheck } from '#shared/contract/admin.ts';
import type { HealthReason } from '#shared/health-reasons.ts';

export type CheckId = HealthCheck['id'];
export type AnyOutcome = Pick<HealthCheck, 'status' | 'reason' | 'facts'>;
export type Outcome<C extends CheckId> = AnyOutcome & { reason: HealthReason<C> };
export type Check<C extends CheckId> = () => Promise<Outcome<C>>;
export type Checks = { [C in CheckId]: Check<C> };

/** In milliseconds; waits for what is measured. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round((performance.now() - started) * 10) / 10;
}
