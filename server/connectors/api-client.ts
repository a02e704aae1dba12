import { setTimeout as sleep } from 'node:timers/promises';
import { createTokenBucket, type Rate } from './token-bucket.ts';
import { SourceFailure } from './trouble.ts';

const attempts = 4;
const firstPauseMs = 500;
const timeoutMs = 30_000;
const maxAnswerBytes = 20 * 1024 * 1024;
/** Whoever is told to wait for longer comes back with the next sync. */
const longestWaitMs = 30_000;

export type ApiClient = (
  url: string,
  init?: Pick<RequestInit, 'method' | 'headers' | 'body'>,
) => Promise<unknown>;

/** Asks for JSON: at a rate, again after a while when it fails, never elsewhere, never for more than fits. */
export function createApiClient(rate: Rate, signal: AbortSignal): ApiClient {
  const bucket = createTokenBucket(rate);

  return async function ask(url, init = {}) {
    for (let attempt = 1; ; attempt++) {
      await bucket.take(signal);
      try {
        return await once(url, init, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof SourceFailure) || !mayPass(error) || attempt === attempts) throw error;
        const waitMs = error.retryAfterMs ?? firstPauseMs * 2 ** (attempt - 1) * (1 + Math.random());
        if (waitMs > longestWaitMs) throw error;
        // Too many calls are everybody's affair, an error is that of this one.
        if (error.trouble === 'limited') bucket.pause(waitMs);
        else await sleep(waitMs, undefined, { signal });
      }
    }
  };
}

const mayPass = ({ trouble }: SourceFailure) => trouble !== 'refused' && trouble !== 'unreadable';

async function once(url: string, init: RequestInit, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, {
    ...init,
    // The key must not travel to where the server points.
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  }).catch((error: unknown) => {
    throw new SourceFailure('unreachable', reasonOf(error));
  });
  try {
    if (!response.ok) throw failureOf(response);
    return await readJson(response);
  } finally {
    await response.body?.cancel().catch(() => {});
  }
}

function failureOf({ status, headers }: Response): SourceFailure {
  const message = `it answered ${status}`;
  if (status === 401 || status === 403) return new SourceFailure('refused', message);
  if (status === 429)
    return new SourceFailure('limited', message, readRetryAfter(headers.get('retry-after')));
  if (status >= 500) return new SourceFailure('failing', message);
  return new SourceFailure('unreadable', message);
}

/** Seconds or a date (RFC 9110 section 10.2.3). */
export function readRetryAfter(value: string | null, now = Date.now()): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      if (length > maxAnswerBytes) throw new SourceFailure('unreadable', 'its answer is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SourceFailure) throw error;
    throw new SourceFailure('unreachable', reasonOf(error));
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new SourceFailure('unreadable', 'its answer is no JSON');
  }
}

/** Says `ECONNREFUSED` and the like; addresses are in it, keys are not. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
