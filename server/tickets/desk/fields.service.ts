import type { Actor } from '#server/accounts/actor.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type * as contract from '#shared/contract/fields.ts';
import { fieldsChanged, maxFields, type TicketField } from '#shared/contract/fields.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { type Changes, toldBy } from '../changes.ts';
import { patched } from './field-values.ts';
import { canSetUpFields, isShownTo, requireFitting, shownValues } from './fields.policy.ts';
import * as store from './fields.store.ts';
import { requireReadable, type Standings } from '../standings.ts';
import { type Side, type Standing, worksOn } from '../tickets.policy.ts';
import { findTicket } from '../tickets.store.ts';

type Parts = {
  db: Db;
  audit: Audit;
  publisher: Publisher;
  standings: Standings;
  changes: Pick<Changes, 'change'>;
};

const targetOf = ({ key, label }: TicketField) => ({ kind: 'field', id: key, name: label.en });

function requireRight(actor: Actor): void {
  if (!canSetUpFields(actor)) throw new AppError('forbidden', 'Only administrators set up fields.');
}
const sideAt = (standing: Standing, ticket: Ticket): Side =>
  worksOn(standing, ticket) ? 'employee' : 'customer';
const refusal = (reason: string, message: string) =>
  new AppError('conflict', message, { details: { reason } });

/** What administrators want to know of tickets, and what those say. */
export function createFields({ db, audit, publisher, standings, changes }: Parts) {
  /** Told to everybody, as far as they may know. */
  async function setUp(
    actor: Actor,
    work: (tx: Tx, all: readonly TicketField[]) => Promise<void>,
  ): Promise<void> {
    requireRight(actor);
    await db.transaction(async (tx) => {
      await work(tx, await store.lockFields(tx));
      const fields = await store.listFields(tx);
      const shown = fields.filter((field) => isShownTo('customer', field));
      tx.afterCommit(() => {
        publisher.publish(audience.organisation(), fieldsChanged, { fields });
        publisher.publish(audience.customers(), fieldsChanged, { fields: shown });
      });
    });
  }

  async function save(actor: Actor, field: TicketField): Promise<TicketField> {
    await setUp(actor, async (tx, all) => {
      const known = all.find(({ key }) => key === field.key);
      if (known && known.kind !== field.kind)
        throw refusal('fieldKind', 'The values that there are would not fit another kind.');
      if (!known && all.length >= maxFields)
        throw new AppError('tooMany', `There are ${maxFields} fields at most.`);
      await store.putField(tx, field, all.length + 1);
      const { kind, archived } = field;
      audit.record(tx, {
        actor,
        action: 'tickets.fieldSaved',
        target: targetOf(field),
        facts: { kind, archived },
      });
    });
    return field;
  }

  async function remove(
    actor: Actor,
    { key }: ParsedInputOf<typeof contract.deleteField>,
  ): Promise<typeof nothing> {
    await setUp(actor, async (tx, all) => {
      const field = all.find((each) => each.key === key);
      if (!field) throw new AppError('notFound', 'There is no such field.');
      if (await store.isFieldUsed(tx, key)) throw refusal('fieldUsed', 'Tickets have values of this field.');
      await store.deleteField(tx, key);
      await store.placeFields(
        tx,
        all.filter((each) => each !== field).map((each) => each.key),
      );
      audit.record(tx, { actor, action: 'tickets.fieldDeleted', target: targetOf(field) });
    });
    return nothing;
  }

  async function order(
    actor: Actor,
    { keys }: ParsedInputOf<typeof contract.orderFields>,
  ): Promise<typeof nothing> {
    await setUp(actor, async (tx, all) => {
      const present = all.map(({ key }) => key);
      if (present.toSorted().join() !== keys.toSorted().join())
        throw refusal('fieldsChanged', 'Other fields are there by now.');
      await store.placeFields(tx, keys);
    });
    return nothing;
  }

  async function get(
    actor: Actor,
    { ticketId }: { ticketId: TicketId },
  ): Promise<OutputOf<typeof contract.getTicketFields>> {
    const standing = await standings.of(actor);
    const ticket = requireReadable(standing, await findTicket(db.read, ticketId));
    const definitions = await store.listFields(db.read);
    return { values: shownValues(definitions, ticket.fields, sideAt(standing, ticket)) };
  }

  return {
    save,
    remove,
    order,
    get,

    async list(actor: Actor): Promise<OutputOf<typeof contract.listFields>> {
      const { by } = await standings.of(actor);
      return { fields: (await store.listFields(db.read)).filter((field) => isShownTo(by, field)) };
    },

    async set(
      actor: Actor,
      { ticketId, values }: ParsedInputOf<typeof contract.setTicketFields>,
    ): Promise<OutputOf<typeof contract.setTicketFields>> {
      const standing = await standings.of(actor);
      await changes.change(standing, ticketId, async (ticket, _at, tx) => {
        requireFitting(await store.holdFields(tx), values, ticket.queueId, sideAt(standing, ticket));
        return toldBy(actor.personId, ticket, { ...ticket, fields: patched(ticket.fields, values) });
      });
      return await get(actor, { ticketId });
    },
  };
}
export type Fields = ReturnType<typeof createFields>;
