import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import type { Config } from '#server/config/config.ts';
import type { RegionScaling } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';
import { isPrivateAddress } from './private-address.ts';

/** What a provider's hook is told. `token`: the new node joins with it. `at` lets it refuse what somebody repeats. */
export type ScaleOrder =
  | { action: 'add'; region: Region; token: string; hubUrl: string; at: string }
  | { action: 'remove'; region: Region; node: NodeId; name: string; hubUrl: string; at: string };
type Way = Pick<RegionScaling, 'webhook' | 'useCommand'>;

const webhookMs = 10_000;
const commandMs = 60_000;

export const hasHook = ({ webhook, useCommand }: Way, { command, secret }: Config['scaling']): boolean =>
  useCommand ? command !== undefined : webhook !== null && secret !== undefined;

/** Resolves when the hook has taken the order; the node itself comes, or goes, in its own time. */
export async function callHook(scaling: Config['scaling'], way: Way, order: ScaleOrder): Promise<void> {
  if (way.useCommand) await runCommand(scaling, order);
  else if (way.webhook) await post(scaling, new URL(way.webhook), JSON.stringify(order));
}

const execute = promisify(execFile);

/** Only the program that the configuration names, without a shell, knowing nothing of the hub's own environment. */
async function runCommand({ command }: Config['scaling'], order: ScaleOrder): Promise<void> {
  if (!command) throw new Error('ENTENTE_SCALE_COMMAND is not set');
  const subject = order.action === 'add' ? order.token : order.node;
  await execute(command, [order.action, order.region, subject], {
    timeout: commandMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024,
    env: { PATH: process.env['PATH'], ENTENTE_HUB_URL: order.hubUrl },
  }).catch((error: NodeJS.ErrnoException & { killed?: boolean }) => {
    const why = error.killed ? `took longer than ${commandMs / 1000} s` : `ended with ${error.code}`;
    // The message of execFile repeats the arguments, and the token with them.
    throw new Error(`the command ${why}`);
  });
}

export const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Redirects are not followed: `node:http` does not. */
async function post({ secret, allowPrivate }: Config['scaling'], url: URL, body: string): Promise<void> {
  if (!secret) throw new Error('ENTENTE_SCALE_SECRET is not set');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('the webhook is no web address');
  const isLiteral = /^\[|^[\d.]+$/.test(url.hostname);
  if (!allowPrivate && isLiteral && isPrivateAddress(url.hostname)) throw privateTarget();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Entente',
      'x-entente-signature': signatureOf(secret, body),
    },
    signal: AbortSignal.timeout(webhookMs),
    agent: false,
    ...(allowPrivate ? {} : { lookup: publicOnly }),
  });
  const status = await answerOf(request, body);
  if (status < 200 || status > 299) throw new Error(`the webhook answered ${status}`);
}

async function answerOf(request: ClientRequest, body: string): Promise<number> {
  request.end(body);
  const [response] = (await once(request, 'response').catch((error: Error) => {
    const why = error.name === 'AbortError' ? `no answer within ${webhookMs / 1000} s` : error.message;
    throw new Error(`the webhook cannot be reached: ${why}`, { cause: error });
  })) as [IncomingMessage];
  response.destroy();
  return response.statusCode ?? 0;
}

/** Judges the very address that is connected to, so that a name cannot mean another one a moment later. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(privateTarget(), []);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

const privateTarget = () =>
  new Error('the webhook is in a private network, which ENTENTE_SCALE_PRIVATE does not allow');
