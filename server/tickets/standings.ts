import type { Actor } from '#server/accounts/actor.ts';
import type { Db } from '#server/platform/db.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import * as desk from './desk.store.ts';
import { forDeskOnly, unknownTicket } from './refusals.ts';
import { type AtDesk, hasTickets, isDesk, type Standing, sideOf } from './tickets.policy.ts';

/** Who looks at tickets, as the database has it at the moment. */
export function createStandings(db: Db) {
  async function of(actor: Actor): Promise<Standing> {
    const { personId, kind } = actor;
    if (!hasTickets(actor)) throw forDeskOnly();
    if (kind === 'customer')
      return { by: 'customer', personId, companyId: await desk.companyOf(db.read, personId) };
    const queues = await desk.queuesOf(db.read, personId);
    return { by: 'employee', personId, queues: new Set(queues.map(({ id }) => id)) };
  }

  return {
    of,
    async requireDesk(actor: Actor): Promise<AtDesk> {
      const standing = await of(actor);
      if (!isDesk(standing)) throw forDeskOnly();
      return standing;
    },
  };
}
export type Standings = ReturnType<typeof createStandings>;

/** Out of sight is the same as not there. */
export function requireReadable(standing: Standing, ticket: Ticket | undefined): Ticket {
  if (ticket && sideOf(standing, ticket)) return ticket;
  throw unknownTicket();
}
