import { createHmac } from 'node:crypto';
import { lookup as resolve } from 'node:dns';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-address.ts';

export type WebhookOptions = {
  secret: string;
  allowPrivate: boolean;
  /** The variable that would allow addresses of private networks. */
  allowedBy: string;
};

const answerMs = 10_000;

/** `private`: in a network that may not be called; `detail` is the variable that would allow it, the status, or the system's words. */
export type WebhookFailure = {
  reason: 'address' | 'private' | 'unreachable' | 'silent' | 'status';
  detail: string;
};

const sentences: Record<WebhookFailure['reason'], (detail: string) => string> = {
  address: () => 'the webhook is no web address',
  private: (variable) => `the webhook is in a private network, which ${variable} does not allow`,
  unreachable: (words) => `the webhook cannot be reached: ${words}`,
  silent: () => `the webhook did not answer within ${answerMs / 1000} s`,
  status: (status) => `the webhook answered ${status}`,
};

export class WebhookError extends Error {
  readonly failure: WebhookFailure;

  constructor(reason: WebhookFailure['reason'], detail = '', cause?: unknown) {
    super(sentences[reason](detail), { cause });
    this.name = 'WebhookError';
    this.failure = { reason, detail };
  }
}

export const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/**
 * Sends JSON, signed, and resolves with the status once it was taken (2xx). Redirects are not followed: `node:http` does not.
 * Rejects with a WebhookError, whose sentence says what went wrong.
 */
export async function postWebhook(
  url: URL,
  body: string,
  { secret, allowPrivate, allowedBy }: WebhookOptions,
): Promise<number> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new WebhookError('address');
  const isLiteral = /^\[|^[\d.]+$/.test(url.hostname);
  if (!allowPrivate && isLiteral && isPrivateAddress(url.hostname))
    throw new WebhookError('private', allowedBy);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Entente',
      'x-entente-signature': signatureOf(secret, body),
    },
    signal: AbortSignal.timeout(answerMs),
    agent: false,
    ...(allowPrivate ? {} : { lookup: publicOnly(allowedBy) }),
  });
  const status = await answerOf(request, body);
  if (status < 200 || status > 299) throw new WebhookError('status', `${status}`);
  return status;
}

async function answerOf(request: ClientRequest, body: string): Promise<number> {
  request.end(body);
  const [response] = (await once(request, 'response').catch((error: Error) => {
    if (error instanceof WebhookError) throw error;
    if (error.name === 'AbortError') throw new WebhookError('silent', '', error);
    throw new WebhookError('unreachable', error.message.slice(0, 300), error);
  })) as [IncomingMessage];
  response.destroy();
  return response.statusCode ?? 0;
}

/** Judges the very address that is connected to, so that a name cannot mean another one a moment later. */
const publicOnly =
  (allowedBy: string): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => isPrivateAddress(address)))
        return callback(new WebhookError('private', allowedBy), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
