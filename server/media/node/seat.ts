import type { PersonCard } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import type { Participant } from '#shared/contract/media.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import type { Holder } from '../media.commands.ts';
import { interrupted } from './guard.ts';
import { type Link, roomProducers } from './link.ts';

/** A participant's place in the room. It outlives their media: a reload or a dead worker replaces only the link. */
export type Seat = {
  readonly id: ParticipantId;
  readonly person: PersonCard;
  readonly joinedAt: string;
  role: MeetingRole;
  /** The connection that speaks for it, and the hub that has the connection. */
  holder: Holder;
  hub: string;
  handRaisedAt: string | null;
  /** Runs while the connection is away; its end is the end of the seat. */
  away: NodeJS.Timeout | undefined;
  /** Runs while the participant sits on another node already; its end is the end of the seat. */
  movedOn: NodeJS.Timeout | undefined;
  link: Link | undefined;
};

export const participantOf = (seat: Seat): Participant => ({
  id: seat.id,
  person: seat.person,
  role: seat.role,
  joinedAt: seat.joinedAt,
  connected: seat.away === undefined,
  handRaisedAt: seat.handRaisedAt,
  producers: roomProducers(seat.link),
});

export const foreign = () =>
  new AppError('forbidden', 'This participant belongs to somebody else.', {
    details: { reason: 'notYours' },
  });

export function requireSeat(seat: Seat | undefined): Seat {
  if (seat) return seat;
  throw new AppError('notFound', 'This participant is not in the room.');
}

/** The seat, if this connection speaks for it. */
export function requireHeld(found: Seat | undefined, holder: Holder): Seat {
  const seat = requireSeat(found);
  if (seat.holder.personId !== holder.personId) throw foreign();
  if (seat.holder.connectionId !== holder.connectionId)
    throw new AppError('conflict', 'Another connection holds this participant.', {
      details: { reason: 'taken' },
    });
  return seat;
}

export function requireLink(seat: Seat): Link {
  if (!seat.link || seat.link.closed) throw interrupted();
  return seat.link;
}
