import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { serviceWorker } from './build/service-worker.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** The hub that `vite dev` talks to. */
const hub = process.env.ENTENTE_DEV_HUB ?? 'http://localhost:3000';

export default defineConfig({
  root: here('.'),
  publicDir: here('public'),
  plugins: [react({ compiler: true }), serviceWorker(), compress()],
  build: {
    outDir: here('../dist/client'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // The page's policy has no room for data: scripts, and a font or picture inlined twice is bigger than one request.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            {
              name: 'mantine',
              test: /node_modules[\\/](@mantine|@floating-ui|clsx|react-remove-scroll)/,
              priority: 2,
              entriesAware: true,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': hub,
      '/avatars': hub,
      '/socket.io': { target: hub, ws: true },
    },
  },
});
