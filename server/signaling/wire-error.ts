import { randomUUID } from 'node:crypto';
import type { Logger } from '#server/platform/logger.ts';
import { AppError, type WireError } from '#shared/contract/errors.ts';

/** Expected failures pass with their code; anything else is logged under a request id and says nothing to the caller. */
export function toWireError(error: unknown, logger: Logger, context: Record<string, unknown>): WireError {
  if (error instanceof AppError && error.code !== 'internal') {
    logger.debug({ ...context, refused: error.code, reason: error.details.reason }, error.message);
    return { ...error.details, code: error.code, message: error.message };
  }
  const requestId = randomUUID();
  logger.error({ ...context, requestId, err: error }, 'unexpected failure');
  return { code: 'internal', message: 'Something went wrong on the server.', requestId };
}

/** The answer to a handshake that was refused. */
export function refusal(error: unknown, logger: Logger): Error {
  const wire = toWireError(error, logger, { at: 'handshake' });
  return Object.assign(new Error(wire.message), { data: wire });
}
