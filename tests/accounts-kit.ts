import { createHubClient, type HubClient } from '#shared/client.ts';
import { createToken } from '#shared/contract/accounts.ts';
import type { Scope } from '#shared/contract/define.ts';
import type { WireError } from '#shared/contract/errors.ts';

export type RawAnswer = { status: number; body: { error?: WireError }; cookies: string[]; headers: Headers };

/** A request as any program could send it, without the typed client's help. */
export async function raw(
  url: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json().catch(() => ({}))) as RawAnswer['body'];
  return {
    status: response.status,
    body: answer,
    cookies: response.headers.getSetCookie(),
    headers: response.headers,
  };
}

/** Resolves when the client is no longer connected. */
export function dropped(client: HubClient, withinMs = 1_000): Promise<void> {
  return new Promise((resolve, reject) => {
    if (client.state !== 'online') return resolve();
    const timer = setTimeout(() => reject(new Error(`still ${client.state} after ${withinMs} ms`)), withinMs);
    const stop = client.onState((state) => {
      if (state === 'online') return;
      clearTimeout(timer);
      stop();
      resolve();
    });
  });
}

/** A program that acts for somebody with a token of these scopes. */
export async function program(url: string, owner: HubClient, scopes: Scope[]): Promise<HubClient> {
  const { secret } = await owner.call(createToken, { name: 'robot', scopes, expiresInDays: 1 });
  return createHubClient({ url, token: secret });
}

export const refusedWith = (code: WireError['code'], reason?: string) =>
  reason === undefined ? { code } : { code, details: { reason } };
