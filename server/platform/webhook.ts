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

export const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/**
 * Sends JSON, signed, and resolves with the status once it was taken (2xx). Redirects are not followed: `node:http` does not.
 * Its errors say in a sentence what went wrong.
 */
export async function postWebhook(
  url: URL,
  body: string,
  { secret, allowPrivate, allowedBy }: WebhookOptions,
): Promise<number> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('the webhook is no web address');
  const isLiteral = /^\[|^[\d.]+$/.test(url.hostname);
  if (!allowPrivate && isLiteral && isPrivateAddress(url.hostname)) throw privateTarget(allowedBy);
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
  if (status < 200 || status > 299) throw new Error(`the webhook answered ${status}`);
  return status;
}

async function answerOf(request: ClientRequest, body: string): Promise<number> {
  request.end(body);
  const [response] = (await once(request, 'response').catch((error: Error) => {
    const why = error.name === 'AbortError' ? `no answer within ${answerMs / 1000} s` : error.message;
    throw new Error(`the webhook cannot be reached: ${why}`, { cause: error });
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
        return callback(privateTarget(allowedBy), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

const privateTarget = (allowedBy: string) =>
  new Error(`the webhook is in a private network, which ${allowedBy} does not allow`);
