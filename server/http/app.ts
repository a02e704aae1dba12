import type { IncomingMessage } from 'node:http';
import express, { type Express, type Router } from 'express';
import { pinoHttp } from 'pino-http';
import type { Logger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Api } from './api.ts';
import { serveClient } from './client.ts';
import { crossOrigin } from './cross-origin.ts';
import { answerError, errorHandler } from './errors.ts';
import { type HealthOptions, healthRoutes } from './health.ts';
import { openApiDocument } from './openapi.ts';
import { securityHeaders } from './security.ts';

type AppOptions = HealthOptions & {
  api: Api;
  /** What domains serve outside of `/api`. */
  pages: Router[];
  /** Whether pages of this other site may ask what visitors need. */
  isSiteAllowed(origin: string): boolean;
  logger: Logger;
  version: string;
  https: boolean;
  trustProxy: boolean | number | string[];
  clientFolder: string;
};

const visitorPaths = ['/api/v1/widgets', '/api/v1/tickets'];

export function createApp(options: AppOptions): Express {
  const { api, logger } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy);
  app.set('query parser', 'simple');
  healthRoutes(app, options);
  app.use(
    pinoHttp({ logger, quietReqLogger: true, customLogLevel: levelOf, serializers: { req: briefRequest } }),
  );
  app.use(securityHeaders({ https: options.https }));
  app.get(
    '/api/openapi.json',
    (_request, response) => void response.json(openApiDocument(api.routes, options.version)),
  );
  app.use(visitorPaths, crossOrigin(options.isSiteAllowed));
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
