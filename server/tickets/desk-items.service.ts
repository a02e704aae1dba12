import type { Actor } from '#server/accounts/actor.ts';
import type { Platform } from '#server/platform/platform.ts';
import { CannedReply, TicketView } from '#shared/contract/desk.ts';
import { nothing } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { DeskItemId } from '#shared/contract/ids.ts';
import { countItems, deleteItem, type DeskItem, listItems, lockItem, putItem } from './desk-items.store.ts';
import type { Standings } from './standings.ts';
import type { DeskItemKind } from './tickets.tables.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & { standings: Standings };
type Saved = { id: DeskItemId; name: string; shared: boolean };
/** Somebody else's. Administrators look after what is shared. */
const canEdit = (actor: Actor, { ownerId, shared }: Pick<DeskItem, 'ownerId' | 'shared'>): boolean =>
  ownerId === actor.personId || (shared && actor.isAdmin);

const unknownItem = () => new AppError('notFound', 'There is nothing of this id.');
/** Of a kind, so that a list of them is a list. */
const maxOwned = 200;
const maxListed = 1_000;

/** What employees keep for themselves or for all of the desk: canned replies and views. */
export function createDeskItems({ db, clock, standings }: Parts) {
  const shelf = <T>(kind: DeskItemKind, parse: (item: unknown) => T) => {
    const shown = (actor: Actor, { content, ...item }: DeskItem): T =>
      parse({ ...content, ...item, canEdit: canEdit(actor, item) });

    return {
      async list(actor: Actor): Promise<T[]> {
        await standings.requireDesk(actor);
        const items = await listItems(db.read, kind, actor.personId, maxListed);
        return items.map((item) => shown(actor, item));
      },

      async save(actor: Actor, { id, name, shared, ...content }: Saved): Promise<T> {
        await standings.requireDesk(actor);
        return await db.transaction(async (tx) => {
          const known = await lockItem(tx, id);
          if (known && (known.kind !== kind || !canEdit(actor, known))) throw unknownItem();
          if (!known && (await countItems(tx, kind, actor.personId)) >= maxOwned)
            throw new AppError('tooMany', `Nobody keeps more than ${maxOwned} of these.`);
          const ownerId = known?.ownerId ?? actor.personId;
          const updatedAt = clock.now().toISOString();
          const item: DeskItem = { id, kind, ownerId, shared, name, content, updatedAt };
          await putItem(tx, item);
          return shown(actor, item);
        });
      },

      async remove(actor: Actor, { id }: { id: DeskItemId }): Promise<typeof nothing> {
        await standings.requireDesk(actor);
        await db.transaction(async (tx) => {
          const known = await lockItem(tx, id);
          if (known?.kind !== kind || !canEdit(actor, known)) throw unknownItem();
          await deleteItem(tx, id);
        });
        return nothing;
      },
    };
  };

  return {
    replies: shelf('reply', (item) => CannedReply.parse(item)),
    views: shelf('view', (item) => TicketView.parse(item)),
  };
}
