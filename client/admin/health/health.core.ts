import { getHealth, type HealthCheck } from '#shared/contract/admin.ts';
import { commandQuery } from '../../app/query.ts';

const freshMs = 60_000;

/** Asked once a minute while the console is open; each asking runs the checks. */
export const healthQuery = () => ({
  ...commandQuery(getHealth, {}),
  staleTime: freshMs,
  refetchInterval: freshMs,
});

export const needsCare = ({ status }: HealthCheck): boolean => status === 'warning' || status === 'failed';

const severity = { failed: 0, warning: 1, ok: 2, off: 3 };
/** What needs a hand first; within that the hub's own order. */
export const bySeverity = (checks: readonly HealthCheck[]): HealthCheck[] =>
  checks.toSorted((a, b) => severity[a.status] - severity[b.status]);

/** Events between hubs are late or lost while the bus is away; who reads live figures should know. */
export const isDelayed = (checks: readonly HealthCheck[]): boolean =>
  checks.some((check) => check.id === 'bus' && needsCare(check));
