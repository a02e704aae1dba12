import type { Socket } from 'socket.io';
import type { Audiences } from './audiences.ts';
import type { Connection } from './bind.ts';

/** What every connection can be told and told of, whoever is at its other end. */
export type Reach = Pick<Connection, 'id' | 'join' | 'leave' | 'onClose' | 'send'>;

export const reachOf = (socket: Socket, audiences: Pick<Audiences, 'join' | 'leave'>): Reach => ({
  id: socket.id,
  join: (each) => audiences.join(socket, each),
  leave: (each) => audiences.leave(socket, each),
  onClose: (listener) => {
    if (socket.disconnected) queueMicrotask(listener);
    else socket.once('disconnect', listener);
  },
  send: (event, payload) => void socket.emit(event.name, payload),
});
