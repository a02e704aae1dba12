import { Server } from 'socket.io';
import * as z from 'zod';
import type { Audience } from '#server/signaling/audience.ts';
import { createAudiences } from '#server/signaling/audiences.ts';
import { createPublisher } from '#server/signaling/publisher.ts';
import { event } from '#shared/contract/define.ts';
import { openBus, placeOf } from '#tests/redis-bus.ts';
import { answerCalls, type Said } from './node.ts';

// Our side: the bus, publisher, audiences and fan-out of a hub, without people, services and database.

const bus = await openBus(placeOf(process.argv[2] ?? '', 'bench'));
const io = new Server({ transports: ['websocket'], serveClient: false, perMessageDeflate: false });
const audiences = createAudiences(io.sockets, bus);
const publisher = createPublisher(bus);
const said = event('said', z.custom<Said>());

answerCalls(io, {
  join: (socket, room) => audiences.join(socket, room as Audience),
  say: (room, message) => publisher.publish(room as Audience, said, message),
});
