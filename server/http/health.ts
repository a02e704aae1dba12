import { timingSafeEqual } from 'node:crypto';
import type { Express, RequestHandler } from 'express';
import type { Metrics } from '#server/platform/metrics.ts';

export type Health = { missing: string[]; degraded: string[] };

export type HealthOptions = {
  metrics: Metrics;
  /** Without it `/metrics` answers 404. */
  metricsToken: string | undefined;
  /**
   * Names of what is `missing`, without which the process cannot serve, and of what is `degraded`: it goes on without, so it
   * stays in the load balancer.
   */
  health(): Promise<Health>;
};

/** What load balancers and monitors ask of every process, whatever its roles. */
export function healthRoutes(app: Express, { metrics, metricsToken, health }: HealthOptions): void {
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/readyz', readiness(health));
  if (metricsToken) app.get('/metrics', exposition(metrics, metricsToken));
  else app.get('/metrics', (_request, response) => void response.status(404).end());
}

const readiness =
  (health: HealthOptions['health']): RequestHandler =>
  (_request, response, next) => {
    health().then(({ missing, degraded }) => {
      const ok = missing.length === 0;
      response.status(ok ? 200 : 503).json({ ok, missing, degraded });
    }, next);
  };

const exposition =
  (metrics: Metrics, token: string): RequestHandler =>
  (request, response, next) => {
    if (!sameSecret(request.get('authorization') ?? '', `Bearer ${token}`)) {
      response.status(404).end();
      return;
    }
    metrics.text().then((text) => response.type(metrics.contentType).send(text), next);
  };

function sameSecret(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
