import * as z from 'zod';
import type { People } from '#server/accounts/people.service.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { type TicketEntryId, TicketId, TriggerId } from '#shared/contract/ids.ts';
import type { Trigger } from '#shared/contract/rules.ts';
import { type Ticket, ticketFields } from '#shared/contract/tickets.ts';
import type { Done, TicketEvent } from '../changes.ts';
import { differences } from '../life.ts';
import type { Tickets } from '../tickets.ts';
import { wordsAbout } from '../words.ts';
import { type Cause, chain, fires, slaEvents } from './chain.ts';
import { holdKnown } from './known.ts';
import * as store from './triggers.store.ts';

type Parts = Pick<Platform, 'db' | 'jobs' | 'clock' | 'logger'> & {
  people: Pick<People, 'cards'>;
  tickets: Pick<Tickets, 'byItself'>;
};

const hourMs = 3_600_000;
/** Of each trigger, at a time: the next time goes on. */
const maxWaiting = 500;

const Causes = z.discriminatedUnion('event', [
  z.object({ event: z.literal('created') }),
  z.object({ event: z.literal('replied'), by: z.enum(['customer', 'employee']) }),
  z.object({ event: z.literal('changed') }),
  z.object({ event: z.literal('waiting'), triggerId: TriggerId }),
  z.object({ event: z.literal('slaWarning') }),
  z.object({ event: z.literal('slaBreached') }),
]);

/** What a change means to triggers. What a rule did means nothing: what follows from it is in its own chain. */
export function causeOf({ before, after, entry }: TicketEvent): Cause | undefined {
  if (!after || !entry) return undefined;
  if (!before) return { event: 'created' };
  if (entry.kind === 'reply')
    return { event: 'replied', by: after.waitingSince === null ? 'employee' : 'customer' };
  if (entry.kind === 'sla') return { event: slaEvents[entry.level] };
  return entry.kind === 'change' && entry.rule === undefined ? { event: 'changed' } : undefined;
}

/** Does what triggers say, in a transaction that follows the one of the change. */
export function createFollowing({ db, jobs, clock, logger, people, tickets }: Parts) {
  const job = jobs.define(
    'ticket-rules',
    z.object({ ticketId: TicketId, seq: z.int(), cause: Causes }),
    async ({ ticketId, seq, cause }) =>
      await follow(ticketId, cause, async (tx) => await store.markRuled(tx, ticketId, seq)),
    { concurrency: 2 },
  );

  async function follow(
    ticketId: TicketId,
    cause: Cause,
    isFirst: (tx: Tx, ticket: Ticket) => Promise<boolean>,
  ): Promise<void> {
    await tickets.byItself(ticketId, async (ticket, at, tx) => {
      if (!(await isFirst(tx, ticket))) return [];
      const triggers = await store.listTriggers(tx);
      const known = await holdKnown(
        tx,
        triggers.map(({ actions }) => actions.changes),
      );
      const { steps, again } = chain(ticket, cause, triggers, at, known);
      if (again.length > 0)
        logger.warn(
          { ticket: ticket.number, triggers: again.map(({ name }) => name) },
          'triggers would go round: each ran once',
        );
      const done: Done[] = [];
      let before = ticket;
      for (const { trigger, after } of steps) {
        done.push(...(await told(tx, trigger, before, after)));
        before = after;
      }
      return done;
    });
  }

  /** The entries of one trigger: what it changed, and what it says. */
  async function told(tx: Tx, trigger: Trigger, before: Ticket, after: Ticket): Promise<Done[]> {
    const by = { authorId: null, rule: trigger.name };
    const difference = differences(before, after, ticketFields);
    const changed: Done[] = difference
      ? [{ after, entry: { kind: 'change', id: newId<TicketEntryId>(), ...by, ...difference } }]
      : [];
    if (trigger.notice === null) return changed;
    const body = (await wordsAbout(tx, people, [after]))(after, trigger.notice);
    return [...changed, { after, entry: { kind: 'notice', id: newId<TicketEntryId>(), ...by, body } }];
  }

  return {
    /** In the transaction of a change. */
    async changed(tx: Tx, event: TicketEvent, triggers: readonly Trigger[]): Promise<void> {
      const cause = causeOf(event);
      const { after, entry } = event;
      if (!cause || !after || !entry) return;
      if (triggers.some((trigger) => fires(trigger, cause, after)))
        await job.enqueue(tx, { ticketId: after.id, seq: entry.seq, cause });
    },

    /** Asks the triggers of those who wait, once for each wait. */
    async judgeWaiting(): Promise<void> {
      for (const { id, enabled, when } of await store.listTriggers(db.read)) {
        if (!enabled || when.event !== 'waiting') continue;
        const since = new Date(clock.now().getTime() - when.hours * hourMs);
        for (const ticketId of await store.findWaiting(db.read, id, since, maxWaiting))
          await follow(ticketId, { event: 'waiting', triggerId: id }, async (tx, { waitingSince }) => {
            const waits = waitingSince !== null && new Date(waitingSince) < since;
            return waits && (await store.markWait(tx, id, ticketId, new Date(waitingSince)));
          });
      }
    },
  };
}
