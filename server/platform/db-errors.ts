import { AppError } from '#shared/contract/errors.ts';

/** SQLSTATE of a transaction that may simply be tried again. */
const serializationFailure = '40001';
const deadlockDetected = '40P01';
const queryCanceled = '57014';

/** Shutdown, crash, start-up, too many connections, timed-out session; class 08 is "connection exception". */
const connectionStates = new Set(['57P01', '57P02', '57P03', '53300', '25P03', '57P05']);
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** `pg` reports these without a code. */
const connectionMessages =
  /connection (terminated|error)|not queryable|timeout exceeded when trying to connect|after calling end on the pool/i;

/** Lost connections become AppError 'unavailable', cancelled statements 'timeout'; the rest stays as it is. */
export function translateDbError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === queryCanceled) return new AppError('timeout', 'the statement took too long', { cause: error });
  const lost = code
    ? connectionStates.has(code) || connectionCodes.has(code) || code.startsWith('08')
    : connectionMessages.test(error.message);
  return lost ? new AppError('unavailable', 'the database is not reachable', { cause: error }) : error;
}

/** Also when a service wrapped it. */
export function isRetryable(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const code = codeOf(current);
    if (code === serializationFailure || code === deadlockDetected) return true;
  }
  return false;
}

/** The name of the unique constraint an insert or update hit, to turn it into a 'conflict'. */
export function violatedUnique(error: unknown): string | undefined {
  if (!(error instanceof Error) || codeOf(error) !== '23505') return undefined;
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
