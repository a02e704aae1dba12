import type { Actor } from '#server/accounts/actor.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import type { AuditAction } from '#shared/audit-actions.ts';
import { AppError } from '#shared/contract/errors.ts';
import type * as contract from '#shared/contract/labels.ts';
import { labelsChanged, maxLabels, type TicketLabel } from '#shared/contract/labels.ts';
import * as store from './labels.store.ts';
import { unknownLabel } from '../refusals.ts';
import type { Standings } from '../standings.ts';
import { canSetLabels } from '../tickets.policy.ts';

type Parts = { db: Db; audit: Audit; publisher: Publisher; standings: Standings };
type Labels = OutputOf<typeof contract.listLabels>;

/** The desk's own words for priorities and statuses. */
export function createLabels({ db, audit, publisher, standings }: Parts) {
  /** Told to everybody at the desk. */
  async function change(
    actor: Actor,
    work: (tx: Tx, labels: readonly TicketLabel[]) => Promise<void>,
  ): Promise<Labels> {
    if (!canSetLabels(actor))
      throw new AppError('forbidden', 'Only administrators set the words of the desk.');
    return await db.transaction(async (tx) => {
      await work(tx, await store.lockLabels(tx));
      const labels = await store.listLabels(tx);
      tx.afterCommit(() => publisher.publish(audience.organisation(), labelsChanged, { labels }));
      return { labels };
    });
  }

  const record = (tx: Tx, actor: Actor, action: AuditAction, { id, field, value, names }: TicketLabel) =>
    audit.record(tx, {
      actor,
      action,
      target: { kind: 'label', id, name: names?.en ?? value },
      facts: { field, value },
    });

  return {
    async list(actor: Actor): Promise<Labels> {
      await standings.requireDesk(actor);
      return { labels: await store.listLabels(db.read) };
    },

    save: (actor: Actor, input: ParsedInputOf<typeof contract.saveLabel>): Promise<Labels> =>
      change(actor, async (tx, labels) => {
        const known = labels.find(({ id }) => id === input.id);
        if (!known && labels.length >= maxLabels)
          throw new AppError('tooMany', `There are ${maxLabels} labels at most.`);
        if (known && (known.field !== input.field || known.value !== input.value))
          throw refused('labelFixed', 'What a label stands for stays as it is.');
        const builtIn = known?.builtIn ?? false;
        if (!builtIn && input.names === null) throw new AppError('invalid', 'A label has a name.');
        const label: TicketLabel = { ...input, builtIn };
        await store.putLabel(tx, label);
        record(tx, actor, 'tickets.labelSaved', label);
      }),

    remove: (actor: Actor, { labelId }: ParsedInputOf<typeof contract.deleteLabel>): Promise<Labels> =>
      change(actor, async (tx, labels) => {
        const label = labels.find(({ id }) => id === labelId);
        if (!label) throw unknownLabel();
        if (label.builtIn) throw refused('labelBuiltIn', 'What is built in can be hidden, not deleted.');
        if (await store.isLabelInUse(tx, label))
          throw refused('labelInUse', 'Tickets have this label. Hide it instead.');
        await store.deleteLabel(tx, labelId);
        record(tx, actor, 'tickets.labelDeleted', label);
      }),

    order: (actor: Actor, { field, labelIds }: ParsedInputOf<typeof contract.orderLabels>): Promise<Labels> =>
      change(actor, async (tx, labels) => {
        const present = labels.filter((label) => label.field === field).map(({ id }) => id);
        if (present.toSorted().join() !== labelIds.toSorted().join())
          throw refused('labelsChanged', 'Other labels are there by now.');
        await store.placeLabels(tx, labelIds);
      }),
  };
}

const refused = (reason: string, message: string) =>
  new AppError('conflict', message, { details: { reason } });
