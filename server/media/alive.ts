import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { answeredTransaction, stunRequest } from './stun.ts';

/** `dead`: the machine says that nobody listens there any more. `silent`: nobody says anything. */
export type Sign = 'alive' | 'dead' | 'silent';

/**
 * Knocks at a media node's STUN responder. The bus may be out of reach while the node carries its calls; a process that ended
 * has closed its port, and its machine says so by ICMP (RFC 792, port unreachable), which is much quicker than to wait.
 */
export function knockAt({ address, port }: { address: string; port: number }, waitMs = 750): Promise<Sign> {
  const { promise, resolve } = Promise.withResolvers<Sign>();
  const transactionId = randomBytes(12);
  const socket = createSocket('udp4');
  const timer = setTimeout(() => resolve('silent'), waitMs);
  socket.on('error', (error: NodeJS.ErrnoException) =>
    resolve(error.code === 'ECONNREFUSED' ? 'dead' : 'silent'),
  );
  socket.on('message', (message) => {
    if (answeredTransaction(message) === transactionId.toString('latin1')) resolve('alive');
  });
  // Only a connected socket is told of the ICMP message.
  socket.connect(port, address, () => socket.send(stunRequest(transactionId), () => {}));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.close();
  });
}
