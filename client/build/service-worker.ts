import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** What the shell needs without a network: code, styles, Latin letters, the page, icons. The widget is for other sites. */
const isKept = (name: string) =>
  name === 'index.html' ||
  (/\.(js|css|svg|png|webmanifest)$/.test(name) && name !== 'widget.js') ||
  /-latin(-ext)?-.*\.woff2$/.test(name);

/** Emits `/sw.js` with the list of the build's files and names the build in the page. */
export function serviceWorker(): Plugin {
  let publicDir = '';
  return {
    name: 'entente:service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') return this.error('the build has no index.html');
        const hash = createHash('sha256').update(String(page.source));
        const publicFiles = (await filesBelow(publicDir)).filter(isKept);
        for (const file of publicFiles) hash.update(file).update(await readFile(join(publicDir, file)));
        const files = [...Object.keys(bundle).filter(isKept), ...publicFiles]
          .map((file) => `/${file}`)
          .sort();
        const build = hash.update(files.join('\n')).digest('hex').slice(0, 16);
        page.source = String(page.source).replace('__BUILD__', build);
        const template = await readFile(join(import.meta.dirname, 'service-worker.js'), 'utf8');
        const source = template
          .replace("'__BUILD__'", JSON.stringify(build))
          .replace('__FILES__', JSON.stringify(files));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source });
      },
    },
  };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
