import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callHook, type ScaleOrder } from '#server/admin/autoscale/hooks.ts';
import { signatureOf } from '#server/platform/webhook.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { startHookServer } from './hook-server.ts';

const secret = 'secret-of-a-test';
const scaling = { secret, allowPrivate: true, command: undefined };
const add: ScaleOrder = {
  action: 'add',
  region: 'eu',
  token: 'enj_of-a-test',
  hubUrl: 'https://hub.example.org',
  at: '2026-01-02T03:04:05.678Z',
};
const remove: ScaleOrder = {
  action: 'remove',
  region: 'sa',
  node: 'node-7' as NodeId,
  name: 'lab',
  hubUrl: 'https://hub.example.org',
  at: '2026-01-02T03:04:05.678Z',
};

describe('a webhook', () => {
  test('gets the order, signed', async () => {
    await using hook = await startHookServer();
    await callHook(scaling, { webhook: hook.url, useCommand: false }, add);
    await callHook(scaling, { webhook: hook.url, useCommand: false }, remove);
    expect(hook.calls.map(({ body }) => JSON.parse(body))).toEqual([add, remove]);
    for (const { body, signature } of hook.calls) expect(signature).toBe(signatureOf(secret, body));
  });

  test.each([
    [500, 'the webhook answered 500'],
    [302, 'the webhook answered 302'],
  ])('that answers %i has failed, and is not followed anywhere', async (status, words) => {
    await using hook = await startHookServer({ status });
    await expect(callHook(scaling, { webhook: hook.url, useCommand: false }, add)).rejects.toThrow(words);
    expect(hook.calls).toHaveLength(1);
  });

  test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
    'in a private network (%s) is not called unless the configuration says so',
    async (host) => {
      await using hook = await startHookServer();
      const webhook = hook.url.replace('127.0.0.1', host);
      const careful = { ...scaling, allowPrivate: false };
      await expect(callHook(careful, { webhook, useCommand: false }, add)).rejects.toThrow('private network');
      expect(hook.calls).toEqual([]);
    },
  );

  test('needs a secret, and somebody who answers', async () => {
    const way = { webhook: 'http://127.0.0.1:9', useCommand: false };
    await expect(callHook({ ...scaling, secret: undefined }, way, add)).rejects.toThrow('SECRET');
    await expect(callHook(scaling, way, add)).rejects.toThrow('cannot be reached');
    await expect(callHook(scaling, { ...way, webhook: 'file:///etc/passwd' }, add)).rejects.toThrow(
      'address',
    );
  });
});

describe('a command', () => {
  async function script(text: string) {
    const folder = await mkdtemp(join(tmpdir(), 'entente-scale-'));
    const command = join(folder, 'scale media.sh');
    await writeFile(command, `#!/bin/sh\n${text}\n`);
    await chmod(command, 0o755);
    return {
      folder,
      run: (order: ScaleOrder) =>
        callHook({ ...scaling, command }, { webhook: null, useCommand: true }, order),
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  }

  test('gets action, region and token or node, and nothing of the hub’s environment', async () => {
    await using it = await script('printf "%s|" "$@" "$ENTENTE_HUB_URL" "$HOME" >> "$(dirname "$0")/seen"');
    await it.run({ ...add, token: '$(touch /tmp/never); "quoted"' });
    await it.run(remove);
    expect(await readFile(join(it.folder, 'seen'), 'utf8')).toBe(
      'add|eu|$(touch /tmp/never); "quoted"|https://hub.example.org||remove|sa|node-7|https://hub.example.org||',
    );
  });

  test('that fails has failed, and its token is in no message', async () => {
    await using it = await script('echo no; exit 3');
    const error = await it.run(add).catch((reason: Error) => reason);
    expect(error).toMatchObject({ message: 'the command ended with 3' });
    expect(String((error as Error).stack)).not.toContain(add.token);
  });

  test('is never run unless the configuration names it', async () => {
    await expect(callHook(scaling, { webhook: null, useCommand: true }, add)).rejects.toThrow('not set');
  });
});
