import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from '#server/platform/logger.ts';
import { toWireError } from '#server/signaling/wire-error.ts';
import { AppError, httpStatus } from '#shared/contract/errors.ts';

export function answerError(error: unknown, request: Request, response: Response, logger: Logger): void {
  const wire = toWireError(asAppError(error), logger, { method: request.method, path: request.path });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (wire.retryAfterMs !== undefined)
    response.set('retry-after', String(Math.ceil(wire.retryAfterMs / 1000)));
  response.status(httpStatus[wire.code]).set('cache-control', 'no-store').json({ error: wire });
}

export const errorHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error, request, response, _next) =>
    answerError(error, request, response, logger);

/** Express' body parser and router speak in HTTP statuses; ours is a closed set of codes. */
function asAppError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError || !('status' in error)) return error;
  if (error.status === 413) return new AppError('tooLarge', 'The body is too large.', { cause: error });
  if (typeof error.status === 'number' && error.status < 500)
    return new AppError('invalid', 'The request could not be read.', { cause: error });
  return error;
}
