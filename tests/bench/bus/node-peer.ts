import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { answerCalls } from './node.ts';

// The peer: socket.io with its classic Redis adapter, as its documentation shows it, on WebSocket only.

const url = process.argv[2] ?? '';
// The same client as ours, without the timer a command that this client has by itself.
const publishing = createClient({ url, commandOptions: { timeout: 0 } });
const subscribing = publishing.duplicate();
for (const client of [publishing, subscribing]) client.on('error', () => {});
await Promise.all([publishing.connect(), subscribing.connect()]);
const io = new Server({
  adapter: createAdapter(publishing, subscribing),
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
});

answerCalls(io, {
  join: async (socket, room) => await socket.join(room),
  say: (room, message) => void io.to(room).emit('said', message),
});
