/** Every failure a caller can meet, over socket and REST alike. The set is closed: clients may switch over it. */
export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'notFound',
  'conflict',
  'tooMany',
  'tooLarge',
  'expired',
  'timeout',
  'unavailable',
  'protocolMismatch',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export type ErrorDetails = {
  /** Which part of the input is wrong, as a path such as `body` or `people.3.email`. */
  fields?: { path: string; message: string }[];
  /** Milliseconds after which the same call may succeed. */
  retryAfterMs?: number;
  /** Stands for a support question: the log line of an `internal` error carries the same id. */
  requestId?: string;
  /** A stable word that tells two refusals with one code apart, for the interface's text. */
  reason?: string;
};

/** The only expected way to fail. `message` is for engineers; people read a translation chosen by code and reason. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** The shape of a failure on the wire: in an acknowledgement and in a REST body. */
export type WireError = { code: ErrorCode; message: string } & ErrorDetails;

export const httpStatus: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooMany: 429,
  tooLarge: 413,
  expired: 410,
  timeout: 504,
  unavailable: 503,
  protocolMismatch: 426,
  internal: 500,
};
