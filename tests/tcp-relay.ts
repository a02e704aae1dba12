import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

type Place = { host: string; port: number };

/**
 * TCP that can be cut: noisily, as by a restart, or silently, as by a pulled cable. To a port of this machine, at any port, or
 * from place to place.
 */
export async function createTcpRelay(to: number | Place, at: Place = { host: '127.0.0.1', port: 0 }) {
  const { host } = typeof to === 'number' ? { host: '127.0.0.1' } : to;
  let target = typeof to === 'number' ? to : to.port;
  let open = true;
  let frozen = false;
  const held = new Set<Socket>();
  const server = createServer((near) => {
    if (!open) {
      near.destroy();
      return;
    }
    const far = connect(target, host);
    for (const socket of [near, far]) {
      held.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        held.delete(socket);
        near.destroy();
        far.destroy();
      });
      if (frozen) socket.pause();
    }
    near.on('data', (chunk) => void far.write(chunk));
    far.on('data', (chunk) => void near.write(chunk));
    if (frozen) for (const socket of [near, far]) socket.pause();
  });
  server.listen(at.port, at.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    /** Ends all connections and takes no more, until `restore`. */
    cut(): void {
      open = false;
      for (const socket of held) socket.destroy();
    },
    restore(newTarget = target): void {
      target = newTarget;
      open = true;
    },
    /** Nothing passes any more and nobody is told; new connections are as dead. */
    freeze(): void {
      frozen = true;
      for (const socket of held) socket.pause();
    },
    thaw(): void {
      frozen = false;
      for (const socket of held) socket.resume();
    },
    connections: () => held.size / 2,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of held) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
