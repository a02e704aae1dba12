import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { AppError, type WireError } from '#shared/contract/errors.ts';
import { joinNode } from '#shared/contract/nodes.ts';
import { hubTrouble, isDistrust } from './hub-words.ts';
import type { Membership } from './identity.ts';

type Options = {
  urls: readonly string[];
  application: z.input<(typeof joinNode)['body']>;
  /** A sentence for the administrator; each is said once. */
  say(words: string): void;
  signal: AbortSignal;
};

const retryMs = 2_000;
const answerWithinMs = 15_000;

/** Asks the hub to be taken in; while nobody answers it asks again. A refusal ends it with the sentence that says why. */
export async function joinHub({ urls, application, say, signal }: Options): Promise<Membership> {
  const said = new Set<string>();
  for (let turn = 0; ; turn += 1) {
    const url = urls[turn % urls.length] ?? '';
    try {
      return await ask(url, application, signal);
    } catch (error) {
      signal.throwIfAborted();
      const words = hubTrouble(url, error);
      if (isDistrust(error) || !mayPass(error)) throw new Error(words, { cause: error });
      if (!said.has(words)) say(words);
      said.add(words);
      await sleep(retryMs * (0.5 + Math.random()), undefined, { signal });
    }
  }
}

/** What a later attempt may find changed: a hub that starts, is busy, or is not there yet. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof AppError) || ['unavailable', 'timeout', 'internal', 'tooMany'].includes(error.code);

async function ask(
  url: string,
  application: Options['application'],
  signal: AbortSignal,
): Promise<Membership> {
  const response = await fetch(`${url}/api/v1${joinNode.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(application),
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    const parsed = joinNode.output.safeParse(answer);
    if (parsed.success) return parsed.data;
  }
  const error = (answer as { error?: WireError } | undefined)?.error;
  if (!error)
    throw new AppError('unavailable', `it answers with HTTP status ${response.status}, not as a hub`);
  throw new AppError(error.code, error.message, { details: error });
}
