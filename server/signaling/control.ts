import type { Server, Socket } from 'socket.io';
import type { Actor } from '#server/accounts/actor.ts';
import { type Audience, audience } from './audience.ts';
import type { Audiences } from './audiences.ts';
import type { Control, RevokeReason, RevokeScope } from './publisher.ts';

/** Carries out one order on this node's own connections. */
export async function obey(
  io: Server,
  audiences: Audiences,
  drop: (socket: Socket, reason: RevokeReason) => void,
  order: Control,
): Promise<void> {
  const inAudience = (name: Audience) =>
    [...(io.sockets.adapter.rooms.get(name) ?? [])].flatMap((id) => io.sockets.sockets.get(id) ?? []);
  switch (order.type) {
    case 'admit':
      await Promise.all(
        inAudience(audience.person(order.personId)).map((socket) => audiences.join(socket, order.audience)),
      );
      return;
    case 'expel':
      await Promise.all(
        inAudience(audience.person(order.personId)).map((socket) => {
          socket.data.expelled.add(order.audience);
          return audiences.leave(socket, order.audience);
        }),
      );
      return;
    case 'disband':
      await Promise.all(inAudience(order.audience).map((socket) => audiences.leave(socket, order.audience)));
      return;
    case 'revoke': {
      const { scope, reason } = order;
      const candidates =
        'person' in scope ? inAudience(audience.person(scope.person)) : [...io.sockets.sockets.values()];
      for (const socket of candidates) if (isMeant(scope, socket.data.actor)) drop(socket, reason);
    }
  }
}

function isMeant(scope: RevokeScope, actor: Actor): boolean {
  if ('person' in scope) return actor.personId === scope.person;
  if ('session' in scope) return actor.sessionId === scope.session;
  if ('widget' in scope) return actor.widgetId === scope.widget;
  return actor.tokenId === scope.token;
}
