import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ResolvedConfig } from 'vite';

const entry = fileURLToPath(new URL('../widget/main.ts', import.meta.url));

/** One plain script for pages of other sites: no module, no chunk, no style sheet that they would have to allow. */
async function bundle({ build: { target } }: ResolvedConfig): Promise<string> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      target,
      write: false,
      modulePreload: false,
      lib: { entry, formats: ['iife'], name: 'EntenteWidget', fileName: () => 'widget.js' },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const [chunk] = outputs.flatMap((each) => ('output' in each ? each.output : []));
  if (chunk?.type !== 'chunk') throw new Error('the widget was not built');
  return chunk.code;
}

/** Emits `/widget.js` beside the client; `vite dev` builds it anew for each page that asks. */
export function widget(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'entente:widget',
    configResolved(resolved) {
      config = resolved;
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'widget.js', source: await bundle(config) });
    },
    configureServer({ middlewares }) {
      middlewares.use('/widget.js', (_request, response, next) => {
        bundle(config).then((code) => {
          response.setHeader('content-type', 'text/javascript');
          response.end(code);
        }, next);
      });
    },
  };
}
