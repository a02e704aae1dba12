import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import express, { type Express, type RequestHandler, type Router } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from '#server/platform/logger.ts';
import type { Metrics } from '#server/platform/metrics.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Api } from './api.ts';
import { serveClient } from './client.ts';
import { answerError, errorHandler } from './errors.ts';
import { openApiDocument } from './openapi.ts';
import { securityHeaders } from './security.ts';

type AppOptions = {
  api: Api;
  /** What domains serve outside of `/api`. */
  pages: Router[];
  logger: Logger;
  metrics: Metrics;
  version: string;
  https: boolean;
  trustProxy: boolean | number | string[];
  metricsToken: string | undefined;
  clientFolder: string;
  /** Names of what is not ready; empty when the hub can serve. */
  notReady(): Promise<string[]>;
};

export function createApp(options: AppOptions): Express {
  const { api, logger, metrics } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy);
  app.set('query parser', 'simple');
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/readyz', readiness(options.notReady));
  if (options.metricsToken) app.get('/metrics', exposition(metrics, options.metricsToken));
  else app.get('/metrics', (_request, response) => void response.status(404).end());
  app.use(
    pinoHttp({ logger, quietReqLogger: true, customLogLevel: levelOf, serializers: { req: briefRequest } }),
  );
  app.use(securityHeaders({ https: options.https }));
  app.get(
    '/api/openapi.json',
    (_request, response) => void response.json(openApiDocument(api.routes, options.version)),
  );
  app.use('/api/v1', api.router);
  app.use('/api', (request, response) =>
    answerError(new AppError('notFound', 'There is no such endpoint.'), request, response, logger),
  );
  app.use(options.pages);
  app.use(serveClient(options.clientFolder));
  app.use(errorHandler(logger));
  return app;
}

/** The address of who opened a connection that express does not see (a WebSocket), by the same rule about proxies. */
export const addressBehindProxies =
  (app: Express) =>
  ({ socket, headers }: IncomingMessage): string =>
    Object.create(app.request, { socket: { value: socket }, headers: { value: headers } }).ip ?? '';

const readiness =
  (notReady: AppOptions['notReady']): RequestHandler =>
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

/** Answers that went well are not news; the metrics count them. */
function levelOf(_request: unknown, response: { statusCode: number }, error?: Error) {
  if (error || response.statusCode >= 500) return 'error' as const;
  return 'debug' as const;
}

/** Links carry secrets (invitations, set-up), so a log line names only the path's beginning. */
function briefRequest(request: { id: unknown; method: string; url: string }) {
  return {
    id: request.id,
    method: request.method,
    url: request.url.split('/').slice(0, 5).join('/').split('?')[0],
  };
}
