import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

const secretFields = [
  'password',
  'newPassword',
  'passwordHash',
  'token',
  'secret',
  'recoveryCode',
  'cookie',
  'authorization',
  'pepper',
  'encryptionKey',
  'connectionString',
];

/** Paths up to two levels down: pino matches paths, not names, and deeper objects do not belong in a log line. */
export const redactedPaths: string[] = secretFields
  .flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  .concat('headers["set-cookie"]', '*.headers["set-cookie"]');

/**
 * Errors of `pg` carry their whole client and the values of the row. What helps is what they say, where, and why.
 */
export function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && { cause: serializeError(error.cause) }),
    ...(error instanceof AggregateError && { errors: error.errors.map(serializeError) }),
  };
}

/** JSON lines on standard output, or on `destination`. */
export function createLogger(options: { level?: LogLevel } = {}, destination?: DestinationStream): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: serializeError },
    redact: { paths: redactedPaths, censor: '[redacted]' },
  };
  return destination ? pino(settings, destination) : pino(settings);
}
