import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Connection } from '#server/signaling/bind.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { type attendTicket, ticketAnswering } from '#shared/contract/desk.ts';
import type { TicketFilter } from '#shared/contract/tickets.ts';
import { createAttendance } from './attendance.ts';
import { createDeskItems } from './desk-items.service.ts';
import { exportCsv } from './export.ts';
import { createLabels } from './labels.service.ts';
import { forDeskOnly } from '../refusals.ts';
import { createQueues } from './queues.service.ts';
import { createRequesters } from './requesters.service.ts';
import { createStandings, requireReadable } from '../standings.ts';
import { createTargets } from '../targets.ts';
import { worksOn } from '../tickets.policy.ts';
import { findTicket } from '../tickets.store.ts';

type Needs = { audit: Audit; publisher: Publisher; people: Pick<People, 'card' | 'cards'> };

/** The tools of those who answer. Nothing here is for customers. */
export function createDesk({ db, clock, bus }: Pick<Platform, 'db' | 'clock' | 'bus'>, needs: Needs) {
  const { audit, publisher, people } = needs;
  const standings = createStandings(db);
  const attendance = createAttendance(bus);

  return {
    items: createDeskItems({ db, clock, standings }),
    queues: createQueues({ db, bus, audit, publisher, people, targets: createTargets({ db, people }) }),
    labels: createLabels({ db, audit, publisher, standings }),
    requesters: createRequesters({ db, clock, people, standings }),

    async attend(
      actor: Actor,
      { ticketId, typing, reply }: ParsedInputOf<typeof attendTicket>,
      connection: Connection,
    ): Promise<typeof nothing> {
      const standing = await standings.requireDesk(actor);
      const ticket = requireReadable(standing, await findTicket(db.read, ticketId));
      if (!worksOn(standing, ticket)) throw forDeskOnly();
      attendance.attend(connection, ticketId, typing);
      if (typing && reply)
        publisher.publish(audience.ticketCustomers(ticketId), ticketAnswering, {
          ticketId,
          name: actor.displayName,
        });
      return nothing;
    },

    async unattend(actor: Actor, connection: Connection): Promise<typeof nothing> {
      await standings.requireDesk(actor);
      attendance.unattend(connection);
      return nothing;
    },

    async export(actor: Actor, filter: TicketFilter): Promise<AsyncIterable<string>> {
      const reader = { desk: await standings.requireDesk(actor), locale: actor.locale };
      return exportCsv({ db, clock, people }, reader, filter);
    },

    close: (): Promise<void> => attendance.close(),
  };
}
export type Desk = ReturnType<typeof createDesk>;
