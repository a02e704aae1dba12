import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '#server/config/config.ts';
import { postWebhook } from '#server/platform/webhook.ts';
import type { RegionScaling } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';

/** What a provider's hook is told. `token`: the new node joins with it. `at` lets it refuse what somebody repeats. */
export type ScaleOrder =
  | { action: 'add'; region: Region; token: string; hubUrl: string; at: string }
  | { action: 'remove'; region: Region; node: NodeId; name: string; hubUrl: string; at: string };
type Way = Pick<RegionScaling, 'webhook' | 'useCommand'>;

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

async function post({ secret, allowPrivate }: Config['scaling'], url: URL, body: string): Promise<void> {
  if (!secret) throw new Error('ENTENTE_SCALE_SECRET is not set');
  await postWebhook(url, body, { secret, allowPrivate, allowedBy: 'ENTENTE_SCALE_PRIVATE' });
}
