import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Host } from '#tests/cluster/host.ts';
import { chromiumPath, openBrowser } from '#tests/e2e/browser.ts';
import { tiny, writeFakeCamera } from '#tests/e2e/fake-camera.ts';
import { serverNice } from './wan.ts';

/** Chromium on another host; `url` counts as secure there, so that it gives camera and microphone. */
export async function openBrowserOn(host: Host, url: string, folder: string): Promise<Browser> {
  const script = join(folder, `chromium-${host.name}`);
  const words = host.command(['nice', '-n', String(-serverNice), chromiumPath]).map((word) => `'${word}'`);
  await writeFile(script, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  await chmod(script, 0o755);
  const camera = await writeFakeCamera(join(folder, `camera-${host.name}.y4m`), undefined, tiny);
  return await openBrowser([`--unsafely-treat-insecure-origin-as-secure=${url}`, ...camera], script);
}
