import type { Actor } from '#server/accounts/actor.ts';
import type { Platform } from '#server/platform/platform.ts';
import { CannedReply, TicketView } from '#shared/contract/desk.ts';
import { Macro, TicketTemplate } from '#shared/contract/desk-tools.ts';
import { nothing } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { DeskItemId, QueueId } from '#shared/contract/ids.ts';
import {
  countItems,
  deleteItem,
  type DeskItem,
  findItem,
  listItems,
  lockItem,
  putItem,
} from './desk-items.store.ts';
import { unknownQueue } from '../refusals.ts';
import type { Standings } from '../standings.ts';
import type { AtDesk } from '../tickets.policy.ts';
import type { DeskItemKind } from '../tickets.tables.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & { standings: Standings };
type Saved = { id: DeskItemId; name: string; shared: boolean };
/** Somebody else's. Administrators look after what is shared. */
const canEdit = (actor: Actor, { ownerId, shared }: Pick<DeskItem, 'ownerId' | 'shared'>): boolean =>
  ownerId === actor.personId || (shared && actor.isAdmin);

const readsQueue = ({ queues }: AtDesk, { queueId }: { queueId: QueueId | null }): boolean =>
  queueId === null || queues.has(queueId);

const unknownItem = () => new AppError('notFound', 'There is nothing of this id.');
/** Of a kind, so that a list of them is a list. */
const maxOwned = 200;
const maxListed = 1_000;

/** What employees keep for themselves or for all of the desk: canned replies, views, macros, templates. */
export function createDeskItems({ db, clock, standings }: Parts) {
  /** `reaches`: whether an employee may have it at all, whoever keeps it. */
  const shelf = <T>(
    kind: DeskItemKind,
    parse: (item: unknown) => T,
    reaches: (standing: AtDesk, item: T) => boolean = () => true,
  ) => {
    const shown = (actor: Actor, { content, ...item }: DeskItem): T =>
      parse({ ...content, ...item, canEdit: canEdit(actor, item) });

    return {
      async list(actor: Actor): Promise<T[]> {
        const standing = await standings.requireDesk(actor);
        const items = await listItems(db.read, kind, actor.personId, maxListed);
        return items.map((item) => shown(actor, item)).filter((item) => reaches(standing, item));
      },

      async get(actor: Actor, id: DeskItemId): Promise<T> {
        const standing = await standings.requireDesk(actor);
        const item = await findItem(db.read, id);
        if (item?.kind !== kind || (item.ownerId !== actor.personId && !item.shared)) throw unknownItem();
        const found = shown(actor, item);
        if (!reaches(standing, found)) throw unknownItem();
        return found;
      },

      async save(actor: Actor, { id, name, shared, ...content }: Saved): Promise<T> {
        const standing = await standings.requireDesk(actor);
        return await db.transaction(async (tx) => {
          const known = await lockItem(tx, id);
          if (known && (known.kind !== kind || !canEdit(actor, known))) throw unknownItem();
          if (known && !reaches(standing, shown(actor, known))) throw unknownItem();
          if (!known && (await countItems(tx, kind, actor.personId)) >= maxOwned)
            throw new AppError('tooMany', `Nobody keeps more than ${maxOwned} of these.`);
          const ownerId = known?.ownerId ?? actor.personId;
          const updatedAt = clock.now().toISOString();
          const item: DeskItem = { id, kind, ownerId, shared, name, content, updatedAt };
          const saved = shown(actor, item);
          if (!reaches(standing, saved)) throw unknownQueue();
          await putItem(tx, item);
          return saved;
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
    macros: shelf('macro', (item) => Macro.parse(item), readsQueue),
    templates: shelf('template', (item) => TicketTemplate.parse(item), readsQueue),
  };
}
