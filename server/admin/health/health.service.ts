import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '#server/accounts/actor.ts';
import { busProtocol } from '#server/platform/bus.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import { version } from '#server/version.ts';
import { type getHealth, type HealthCheck, healthChecks } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { requireAdministrator } from '../admin.policy.ts';
import type { AdminNeeds } from '../needs.ts';
import type { Nodes } from '../nodes/nodes.service.ts';
import { checkBlobs } from './checks/blobs.ts';
import { checkBus } from './checks/bus.ts';
import { checkCertificates } from './checks/certificates.ts';
import { checkClock } from './checks/clock.ts';
import { checkConnectors } from './checks/connectors.ts';
import { checkDatabase } from './checks/database.ts';
import { checkDisk } from './checks/disk.ts';
import { checkMedia } from './checks/media.ts';
import { checkTickets } from './checks/tickets.ts';
import { checkTurn } from './checks/turn.ts';
import { checkVersions } from './checks/versions.ts';
import type { AnyOutcome, CheckId, Checks } from './outcome.ts';

type Parts = Platform & Pick<AdminNeeds, 'media' | 'figures' | 'connectors'> & { nodes: Pick<Nodes, 'list'> };
type Health = OutputOf<typeof getHealth>;

const limitMs = 5_000;
/** What Prometheus sees is at most this old. */
const cachedMs = 60_000;

/** Is everything there that people need? All checks at once, none for longer than five seconds. */
export function createHealth(parts: Parts) {
  const { config, db, bus, blobs, clock, connectors, figures, media, metrics, nodes } = parts;
  const runs = limiter('adminHealth', { points: 30, perSeconds: 60 });
  const checks: Checks = {
    database: checkDatabase(db),
    bus: checkBus(bus, config.redisUrl !== undefined),
    blobs: checkBlobs(blobs),
    media: checkMedia(media.loads),
    turn: checkTurn(config.turn, clock),
    certificates: checkCertificates({ config, clock }),
    clock: checkClock({ db, bus, clock, nodes: nodes.list }),
    disk: checkDisk(config.dataDir),
    versions: checkVersions({ version, busProtocol }, nodes.list),
    tickets: checkTickets({ figures, clock }),
    connectors: checkConnectors(connectors.states, clock),
  };
  let running: Promise<Health> | undefined;
  let last: { at: number; health: Health } | undefined;

  async function runAll(): Promise<Health> {
    const results = await Promise.all(healthChecks.map((id) => run(id, checks[id])));
    const health = { checks: results, at: clock.now().toISOString() };
    last = { at: performance.now(), health };
    return health;
  }

  /** Administrators who ask at the same time share one run. */
  const runOnce = (): Promise<Health> =>
    (running ??= runAll().finally(() => {
      running = undefined;
    }));

  const gauge = metrics.gauge({
    name: 'entente_health',
    help: 'What the last run of the health checks found: 1 fine, 0.5 warning, 0 failed',
    labelNames: ['check'],
    collect: () => {
      if (!last || performance.now() - last.at > cachedMs) void runOnce();
      gauge.reset();
      for (const { id, status } of last?.health.checks ?? [])
        if (status !== 'off') gauge.set({ check: id }, valueOf[status]);
    },
  });

  return {
    async get(actor: Actor): Promise<Health> {
      requireAdministrator(actor);
      await runs.consume(actor.personId);
      return await runOnce();
    },
    async close(): Promise<void> {
      await running;
    },
  };
}
export type HealthService = ReturnType<typeof createHealth>;

const valueOf = { ok: 1, warning: 0.5, failed: 0 } as const;

async function run(id: CheckId, check: () => Promise<AnyOutcome>): Promise<HealthCheck> {
  const started = performance.now();
  const end = new AbortController();
  const late = sleep(limitMs, undefined, { signal: end.signal, ref: false }).then(() =>
    unreachable(`no answer within ${limitMs} ms`),
  );
  const outcome = await Promise.race([
    check().catch((error: unknown) => unreachable(error instanceof Error ? error.message : String(error))),
    late.catch(() => unreachable('')),
  ]);
  end.abort();
  return { id, ...outcome, tookMs: Math.round(performance.now() - started) };
}

const unreachable = (error: string): AnyOutcome => ({
  status: 'failed',
  reason: 'unreachable',
  facts: { error: error.slice(0, 300) },
});
