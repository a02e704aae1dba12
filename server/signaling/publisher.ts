import { type Bus, textTopic, topic } from '#server/platform/bus.ts';
import type { EventDef, PayloadOf } from '#shared/contract/define.ts';
import type { PersonId, SessionId, TokenId, WidgetId } from '#shared/contract/ids.ts';
import type { Audience } from './audience.ts';

/**
 * What the nodes with connections of one audience are told: `["event",payload]`, as socket.io writes it. Its publisher
 * encodes it, a node puts it into a frame, and nobody on the way reads it.
 */
export const audienceTopic = (audience: Audience) => textTopic(`audience:${audience}`);
export const encodeEvent = <E extends EventDef>(event: E, payload: PayloadOf<E>): string =>
  JSON.stringify([event.name, payload]);

export type RevokeScope =
  | { person: PersonId }
  | { session: SessionId }
  | { token: TokenId }
  | { widget: WidgetId };
export type RevokeReason = 'signedOut' | 'suspended' | 'accessChanged';
/** Orders to every node about its own connections. */
export type Control =
  | { type: 'admit' | 'expel'; personId: PersonId; audience: Audience }
  | { type: 'disband'; audience: Audience }
  | { type: 'revoke'; scope: RevokeScope; reason: RevokeReason };
export const controlTopic = topic<Control>('signaling:control');

/** Call all of these after commit only. None of them throws or waits: what is lost, `since` heals. */
export type Publisher = {
  publish<E extends EventDef>(audience: Audience, event: E, payload: PayloadOf<E>): void;
  /** Every connection of the person joins (leaves) the audience, on every node. */
  admit(personId: PersonId, audience: Audience): void;
  expel(personId: PersonId, audience: Audience): void;
  /** Every connection leaves the audience. */
  disband(audience: Audience): void;
  /** Drops connections whose access ended; they may come back and are judged afresh. */
  revoke(scope: RevokeScope, reason?: RevokeReason): void;
};

export function createPublisher(bus: Bus): Publisher {
  const control = (order: Control) => bus.publish(controlTopic, order);
  return {
    publish: (audience, event, payload) => bus.publish(audienceTopic(audience), encodeEvent(event, payload)),
    admit: (personId, audience) => control({ type: 'admit', personId, audience }),
    expel: (personId, audience) => control({ type: 'expel', personId, audience }),
    disband: (audience) => control({ type: 'disband', audience }),
    revoke: (scope, reason = 'accessChanged') => control({ type: 'revoke', scope, reason }),
  };
}
