import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import sirv from 'sirv';

const missing: RequestHandler = (_request, response) => {
  response.status(503).type('text').send('The web client is not built yet. Run: npm start');
};

/** The built web client: hashed files for ever, every other path is the application's page, asked anew each time. */
export function serveClient(folder: string): RequestHandler {
  if (!existsSync(join(folder, 'index.html'))) return missing;
  const files = sirv(folder, {
    single: true,
    // A missing asset is missing: a page in its place would be kept for a year under the asset's name.
    ignores: [/^\/(api|socket\.io|avatars|assets)\//],
    gzip: true,
    brotli: true,
    etag: true,
    setHeaders: (response, pathname) => {
      const forever = pathname.startsWith('/assets/');
      response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request, response, next) => {
    // The one file that pages of other sites load. Said here, since an answer that nothing has changed skips `setHeaders`.
    if (request.path === '/widget.js') response.setHeader('cross-origin-resource-policy', 'cross-origin');
    files(request, response, next);
  };
}
