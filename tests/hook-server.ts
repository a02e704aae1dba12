import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type HookCall = { body: string; signature: string | undefined };

/** A provider's webhook on loopback: keeps what it was told. A redirect points back to it, so that following it would show. */
export async function startHookServer({
  status = 200,
  onCall,
}: {
  /** Of all answers, or of each by the number of calls before it. */
  status?: number | ((before: number) => number);
  onCall?(order: Record<string, string>): void;
} = {}) {
  const calls: HookCall[] = [];
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const answer = typeof status === 'number' ? status : status(calls.length);
        calls.push({ body, signature: request.headers['x-entente-signature']?.toString() });
        response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
        onCall?.(JSON.parse(body) as Record<string, string>);
      },
      // Whoever called is gone.
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scale`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
