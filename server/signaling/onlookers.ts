import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'socket.io';
import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';
import { protocolVersion } from '#shared/contract/version.ts';
import { createAudiences } from './audiences.ts';
import { type Reach, reachOf } from './socket-reach.ts';
import { refusal } from './wire-error.ts';

/** A connection of nobody in particular: it hears what it was let in for, and can call nothing. */
export type Onlooker<P> = Reach & {
  pass: P;
  /** Asked to go: it may come back and is judged afresh. */
  drop(): void;
};
export type Gate<P> = {
  /** Of the secret that somebody shows; undefined turns them away. */
  admit(secret: string, address: string): Promise<P | undefined>;
  enter(onlooker: Onlooker<P>): Promise<void>;
};

/** A namespace beside the one of people, with a gate of its own. */
export function openOnlookers<P>(
  {
    io,
    bus,
    logger,
    addressOf,
  }: { io: Server; bus: Bus; logger: Logger; addressOf(request: IncomingMessage): string },
  name: string,
  { admit, enter }: Gate<P>,
): void {
  const space = io.of(name);
  const audiences = createAudiences(space, bus);

  async function judge(socket: Socket): Promise<void> {
    const { protocol, secret } = socket.handshake.auth;
    if (protocol !== undefined && protocol !== protocolVersion)
      throw new AppError('protocolMismatch', `This hub speaks protocol ${protocolVersion}.`);
    const pass =
      typeof secret === 'string' ? await admit(secret.slice(0, 200), addressOf(socket.request)) : undefined;
    if (!pass) throw new AppError('unauthenticated', 'This link does not open anything any more.');
    socket.data.pass = pass;
  }

  space.use((socket, next) => {
    judge(socket).then(
      () => next(),
      (error: unknown) => next(refusal(error, logger)),
    );
  });

  space.on('connection', (socket) => {
    const failed = (error: unknown) => {
      logger.error({ err: error, space: name }, 'an onlooker could not be served');
      socket.disconnect(true);
    };
    socket.on('disconnecting', () => void audiences.leaveAll([...socket.rooms], socket.id).catch(failed));
    const drop = () => void socket.disconnect(true);
    enter({ ...reachOf(socket, audiences), pass: socket.data.pass, drop }).catch(failed);
  });
}
