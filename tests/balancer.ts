import { once } from 'node:events';
import net from 'node:net';

export type Balancer = AsyncDisposable & {
  url: string;
  /** New connections go to these from now on, in turn; those that are open stay where they are. */
  send(...urls: string[]): void;
};

/** Stands before the hubs as in an installation of several: a client knows this address alone. */
export async function startBalancer(...urls: string[]): Promise<Balancer> {
  let targets = urls.map((url) => new URL(url));
  let turn = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((inner) => {
    const target = targets[turn++ % targets.length];
    if (!target) return void inner.destroy();
    const outer = net.connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the balancer has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    send(...next) {
      targets = next.map((url) => new URL(url));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
