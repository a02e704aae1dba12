import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with the next call, before it is answered. */
export type Mishap = { status: number; headers?: Record<string, string> };
export type ApiAnswer = { status: number; body: unknown };

/** A JSON interface of somebody else on loopback: each call takes a while, and some go wrong. */
export async function startApiServer({
  delayMs = 125,
  answer,
}: {
  delayMs?: number;
  answer(request: IncomingMessage): Promise<ApiAnswer>;
}) {
  const mishaps: Mishap[] = [];
  let [calls, running, mostAtOnce] = [0, 0, 0];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    calls++;
    mostAtOnce = Math.max(mostAtOnce, ++running);
    await sleep(delayMs);
    running--;
    const mishap = mishaps.shift();
    const { status, body } = mishap ? { status: mishap.status, body: {} } : await answer(request);
    response.writeHead(status, { 'content-type': 'application/json', ...mishap?.headers });
    response.end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${port}`,
    mishaps,
    calls: () => calls,
    mostAtOnce: () => mostAtOnce,
    /** Nobody answers at its address. */
    stop,
    restart: () => listen(port),
    async [Symbol.asyncDispose]() {
      if (server.listening) await stop();
    },
  };
}
