import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { nodeOpenTrunk, type TrunkEnd } from '#server/media/media.commands.ts';
import type { Bus } from '#server/platform/bus.ts';

type Side = { socket: Socket; far: TrunkEnd | undefined };

/** The network between two nodes: packets of a trunk go through here, and get lost as the test wants. */
export async function createRelay() {
  const sockets: Socket[] = [];
  let loses: () => boolean = () => false;
  let carried = 0;

  async function open(): Promise<Side> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1_000_000 });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    sockets.push(socket);
    return { socket, far: undefined };
  }

  /** What comes in at one side goes out at the other, from the address that the receiver knows. */
  function join(from: Side, to: Side): void {
    from.socket.on('message', (packet) => {
      if (loses() || !to.far) return;
      carried += 1;
      to.socket.send(packet, to.far.port, to.far.address);
    });
  }

  const at = ({ socket }: Side, end: TrunkEnd): TrunkEnd => ({
    ...end,
    address: '127.0.0.1',
    port: socket.address().port,
  });

  return {
    /** A node's bus, on which each end of its trunks hears the relay's address for the other's. */
    wrap: (bus: Bus): Bus => ({
      ...bus,
      async request(target, command, input, options) {
        if (command.name !== nodeOpenTrunk.name) return await bus.request(target, command, input, options);
        const [near, far] = [await open(), await open()];
        join(near, far);
        join(far, near);
        const asked = input as { end: TrunkEnd };
        near.far = asked.end;
        const answer = await bus.request(target, command, { ...input, end: at(far, asked.end) }, options);
        const { end } = answer as { end: TrunkEnd };
        far.far = end;
        return { ...answer, end: at(near, end) };
      },
    }),
    /** Of each packet: is it lost? */
    lose(which: () => boolean): void {
      loses = which;
    },
    carried: () => carried,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.close();
    },
  };
}
