import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Rules of a site that mean no harm to its own pages, and would ruin a box that stands among them. */
const styles = `* { font: italic 30px serif !important; color: purple; letter-spacing: 4px; }
button, input, textarea { display: none; } section { position: static; width: 9999px; }
body > * { transform: scale(0.5); opacity: 0.2; z-index: 1; }`;

export type Site = { url: string; [Symbol.asyncDispose](): Promise<void> };

/** Somebody else's web site on another origin, with the strictest policy that still lets the widget in. */
export async function startSite(embed: (siteUrl: string) => { hubUrl: string; key: string }): Promise<Site> {
  const server = createServer((request, response) => {
    if (request.url === '/style.css') {
      response.setHeader('content-type', 'text/css');
      return void response.end(styles);
    }
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const { hubUrl, key } = embed(url);
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; script-src ${hubUrl}; connect-src ${hubUrl} ${hubUrl.replace('http', 'ws')}; require-trusted-types-for 'script'`,
    );
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const locale = request.url?.startsWith('/fr') ? 'fr' : 'en';
    response.end(`<!doctype html><html lang="${locale}"><head><title>Shop</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <link rel="stylesheet" href="/style.css" />
      <script src="${hubUrl}/widget.js" data-widget="${key}" async></script></head>
      <body><main><h1>Shop</h1><p>Parcels since 1998.</p></main></body></html>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
