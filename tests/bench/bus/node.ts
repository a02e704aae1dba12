import { createServer } from 'node:http';
import type { Server, Socket } from 'socket.io';

/** As large as a chat message. `n` grows by one per room and node. */
export type Said = { room: string; node: number; n: number; id: string; body: string };
/** Nodes tell several rooms at once, as a hub does that serves many people. */
export type Say = { messages: Said[] };

export type NodeWork = {
  join(socket: Socket, room: string): Promise<void>;
  say(room: string, message: Said): void;
};

/** What both sides do alike: the driver's one connection a node joins rooms and asks for messages to be said in them. */
export function answerCalls(io: Server, { join, say }: NodeWork): void {
  io.on('connection', (socket) => {
    socket.on('join', (rooms: string[], done: () => void) => {
      Promise.all(rooms.map((room) => join(socket, room))).then(done, () => socket.disconnect(true));
    });
    socket.on('say', ({ messages }: Say) => {
      for (const message of messages) say(message.room, message);
    });
  });
  const http = createServer();
  io.attach(http);
  http.listen(0, '127.0.0.1', () => {
    const address = http.address();
    if (address && typeof address === 'object')
      process.stdout.write(`ready at http://127.0.0.1:${address.port}\n`);
  });
  process.once('SIGTERM', () => process.exit(0));
}
