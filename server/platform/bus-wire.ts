import { AppError, type ErrorCode, type ErrorDetails } from '#shared/contract/errors.ts';
import type { Topic } from './bus.ts';

/** What travels is text: whoever receives it owns its objects. `undefined` has no JSON and travels as itself. */
export type Wire = string | undefined;

export const encode = (value: unknown): Wire => JSON.stringify(value);

/** The caller names the type: both sides of a topic or command share its declaration. */
export const decode = <T>(wire: Wire): T => (wire === undefined ? (undefined as T) : JSON.parse(wire));

/** The publisher of a text topic has encoded it already. */
export const encodeFor = <T>(topic: Topic<T>, payload: T): Wire =>
  topic.isText ? oneLine(payload as string) : encode(payload);
export const decodeFrom = <T>(topic: Topic<T>, wire: Wire): T =>
  topic.isText ? (wire as T) : decode<T>(wire);

function oneLine(text: string): string {
  if (text.includes('\n')) throw new Error('a text topic takes one line');
  return text;
}

export type WireFailure = { code: ErrorCode; message: string; details: ErrorDetails };

/** An unexpected error stays on the node where it happened: its text may name files, rows or people. */
export function encodeFailure(error: unknown): Wire {
  const failure: WireFailure =
    error instanceof AppError
      ? { code: error.code, message: error.message, details: error.details }
      : { code: 'internal', message: 'the other node failed', details: {} };
  return encode(failure);
}

export function decodeFailure(wire: Wire): AppError {
  const { code, message, details } = decode<WireFailure>(wire);
  return new AppError(code, message, { details });
}
