import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

// The peer: socket.io as its documentation shows it, on WebSocket only. It knows nobody, checks nothing and stores nothing;
// a message has the same fields as ours, so that the same bytes travel.

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
const positions = new Map<string, number>();

io.on('connection', (socket) => {
  for (const room of String(socket.handshake.query['rooms'] ?? '').split(',')) void socket.join(room);
  socket.on('send', ({ channelId, clientId, body }, acknowledge) => {
    const position = (positions.get(channelId) ?? 0) + 1;
    positions.set(channelId, position);
    const message = {
      id: randomUUID(),
      channelId,
      position,
      seq: position,
      clientId,
      authorId: socket.handshake.query['person'],
      body,
      mentions: [],
      createdAt: new Date().toISOString(),
      editedAt: null,
      deletedAt: null,
    };
    io.to(channelId).emit('message', message);
    acknowledge({ ok: true, data: message });
  });
  socket.emit('welcome', {});
});

process.once('SIGTERM', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address && typeof address === 'object')
    process.stdout.write(`ready at http://127.0.0.1:${address.port}\n`);
});
