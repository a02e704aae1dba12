import type { Actor } from '#server/accounts/actor.ts';
import { requireAdministrator } from '#server/admin/admin.policy.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { getSla } from '#shared/contract/sla.ts';
import type { Figures } from '../figures/figures.ts';
import type { Tickets } from '../tickets.ts';
import { createCalendars } from './calendars.service.ts';
import { createEscalation } from './escalation.ts';
import { defineSlaJob } from './jobs.ts';
import { createPolicies } from './policies.service.ts';
import { listCalendars, listPolicies } from './sla.store.ts';

type Needs = {
  audit: Audit;
  publisher: Publisher;
  figures: Pick<Figures, 'tell'>;
  tickets: Pick<Tickets, 'byItself' | 'promises'>;
};

/** How soon the desk answers and solves: what administrators decide, and what follows for tickets. */
export function createSla({ db, clock, jobs }: Platform, { audit, publisher, figures, tickets }: Needs) {
  const job = defineSlaJob(jobs, createEscalation({ db, clock, publisher, figures, changes: tickets }));
  const parts = { db, clock, audit, publisher, job };

  return {
    policies: createPolicies(parts),
    calendars: createCalendars(parts),
    async get(actor: Actor): Promise<OutputOf<typeof getSla>> {
      requireAdministrator(actor);
      const [policies, calendars] = await Promise.all([listPolicies(db.read), listCalendars(db.read)]);
      return { policies, calendars };
    },
  };
}
export type Sla = ReturnType<typeof createSla>;
