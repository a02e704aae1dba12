import { timingSafeEqual } from 'node:crypto';
import type { Express, RequestHandler } from 'express';
import type { Metrics } from '#server/platform/metrics.ts';

export type Health = {
  metrics: Metrics;
  /** Without it `/metrics` answers 404. */
  metricsToken: string | undefined;
  /** Names of what is not ready; empty when the process can serve. */
  notReady(): Promise<string[]>;
};

/** What load balancers and monitors ask of every process, whatever its roles. */
export function healthRoutes(app: Express, { metrics, metricsToken, notReady }: Health): void {
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/readyz', readiness(notReady));
  if (metricsToken) app.get('/metrics', exposition(metrics, metricsToken));
  else app.get('/metrics', (_request, response) => void response.status(404).end());
}

const readiness =
  (notReady: Health['notReady']): RequestHandler =>
  (_request, response, next) => {
    notReady().then(
      (missing) =>
        response.status(missing.length === 0 ? 200 : 503).json({ ok: missing.length === 0, missing }),
      next,
    );
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
