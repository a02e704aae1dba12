import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { serviceWorker } from './build/service-worker.ts';
import { widget } from './build/widget.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** The hub that `vite dev` talks to. */
const hub = process.env.ENTENTE_DEV_HUB ?? 'http://localhost:3000';

export default defineConfig({
  root: here('.'),
  publicDir: here('public'),
  plugins: [react({ compiler: true }), widget(), serviceWorker(), compress()],
  build: {
    outDir: here('../dist/client'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // The page's policy has no room for data: scripts, and a font or picture inlined twice is bigger than one request.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        assetFileNames: ({ names: [name = 'asset'] }) =>
          `assets/${name.split('~')[0]?.replace(/\.[^.]*$/, '')}-[hash][extname]`,
        codeSplitting: {
          // The hub speaks HTTP/1.1: few chunks, cut where pages differ. The first three are what every page waits for.
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/,
              tags: ['$initial'],
              priority: 9,
            },
            { name: 'vendor', test: /node_modules[\\/]/, tags: ['$initial'], priority: 8 },
            { name: 'shell', tags: ['$initial'], priority: 7 },
            { name: 'vendor', test: /node_modules[\\/]@tanstack[\\/]/, priority: 6 },
            {
              name: 'fields',
              test: /@mantine[\\/]core[\\/]esm[\\/]components[\\/](TextInput|Button|ActionIcon|Skeleton|Text|Group|Stack|VisuallyHidden)[\\/]/,
              priority: 5,
            },
            {
              name: 'overlays',
              test: /node_modules[\\/](@mantine|@floating-ui|react-remove-scroll)/,
              minShareCount: 2,
              priority: 4,
            },
            { name: 'icons', test: /@tabler[\\/]/, minShareCount: 2, priority: 4 },
            // Dialogs stay out: what only shows text and lists need not wait for them.
            {
              name: 'kit',
              test: /client[\\/]app[\\/](?!ConfirmDialog|FormDialog)/,
              minShareCount: 2,
              priority: 3,
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
