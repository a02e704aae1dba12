import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createTcpRelay } from '#tests/tcp-relay.ts';

/** Hub and browsers have one address each, so that everything between them passes through the relay. */
export const hubSide = '127.0.0.2';
export const browserSide = '127.0.0.1';

type Flow = { up: UdpSocket };

/**
 * A network between browsers and hub that can be cut: TCP on `web`, UDP on `media`, the same ports on both sides. While it is
 * cut nothing passes and nobody is told, as with a pulled cable.
 */
export async function createRelay({ web, media }: { web: number; media: number }) {
  let cut = false;
  const flows = new Map<string, Flow>();
  const tcp = await createTcpRelay({ host: hubSide, port: web }, { host: browserSide, port: web });

  const front = createSocket('udp4');
  front.on('message', (packet, { address, port }) => {
    if (!cut) flowOf(address, port).up.send(packet, media, hubSide);
  });

  /** The hub sees each browser port as one port of the relay. */
  function flowOf(address: string, port: number): Flow {
    const key = `${address}:${port}`;
    const known = flows.get(key);
    if (known) return known;
    const flow = { up: createSocket('udp4') };
    flow.up.on('message', (packet) => {
      if (!cut) front.send(packet, port, address);
    });
    flow.up.on('error', () => undefined);
    flows.set(key, flow);
    return flow;
  }

  front.bind(media, browserSide);
  await once(front, 'listening');

  function setCut(value: boolean): void {
    cut = value;
    if (value) tcp.freeze();
    else tcp.thaw();
  }

  return {
    async cutFor(ms: number): Promise<void> {
      setCut(true);
      await new Promise((resolve) => setTimeout(resolve, ms));
      setCut(false);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const { up } of flows.values()) up.close();
      front.close();
      await tcp[Symbol.asyncDispose]();
    },
  };
}

/** A port that is free for TCP and UDP on both sides now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const probe = createServer().listen(0, hubSide);
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    const others = [createServer().listen(port, browserSide)];
    const sockets = [createSocket('udp4'), createSocket('udp4')];
    try {
      await Promise.all([
        ...others.map((other) => once(other, 'listening')),
        ...sockets.map(async (socket, index) => {
          socket.bind(port, index === 0 ? hubSide : browserSide);
          await once(socket, 'listening');
        }),
      ]);
      return port;
    } catch {
      // Taken for one of them: try another.
    } finally {
      for (const closable of [probe, ...others, ...sockets]) closable.close();
    }
  }
  throw new Error('no port is free on both sides');
}
