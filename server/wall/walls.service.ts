import { randomBytes } from 'node:crypto';
import type { Actor } from '#server/accounts/actor.ts';
import type { HashSecret } from '#server/accounts/secrets.ts';
import type { Audit } from '#server/platform/audit.ts';
import { type Bus, topic } from '#server/platform/bus.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Figures } from '#server/tickets/figures/figures.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { QueueId, WallId } from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/wall.ts';
import { canManageWalls, shownOn } from './wall.policy.ts';
import type { WallRow } from './wall.tables.ts';
import { countWalls, deleteWall, findWall, insertWall, listWalls, touchWall } from './walls.store.ts';

type Parts = {
  db: Db;
  bus: Bus;
  clock: Clock;
  audit: Audit;
  figures: Pick<Figures, 'queuesOf' | 'setOverdueHours'>;
  hashSecret: HashSecret;
  publicUrl(): string;
};
/** What a screen may show, judged now. */
export type Judged = { wall: contract.WallSettings; queueIds: QueueId[] };

const maxWalls = 100;
const touchEveryMs = 60_000;
export const revokedTopic = topic<{ wallId: WallId }>('wall:revoked');

/** Screens that open by their address alone. Its secret is stored as its hash. */
export function createWalls({ db, bus, clock, audit, figures, hashSecret, publicUrl }: Parts) {
  function requireManager(actor: Actor): void {
    if (!canManageWalls(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
  }

  async function judge(row: WallRow | undefined): Promise<Judged | undefined> {
    if (!row) return undefined;
    return {
      wall: toSettings(row),
      queueIds: shownOn(row.queue_ids, await figures.queuesOf(row.created_by)),
    };
  }

  return {
    async list(actor: Actor): Promise<OutputOf<typeof contract.listWalls>> {
      requireManager(actor);
      return { walls: (await listWalls(db.read)).map(toWall) };
    },

    async create(
      actor: Actor,
      input: ParsedInputOf<typeof contract.createWall>,
    ): Promise<OutputOf<typeof contract.createWall>> {
      requireManager(actor);
      const readable = await figures.queuesOf(actor.personId);
      if (shownOn(input.queueIds, readable).length < new Set(input.queueIds).size)
        throw new AppError('notFound', 'There is no such queue.');
      const secret = randomBytes(32).toString('base64url');
      const row = await db.transaction(async (tx) => {
        if ((await countWalls(tx)) >= maxWalls) throw tooManyWalls();
        const made = await insertWall(tx, {
          id: newId<WallId>(),
          secret_hash: hashSecret(secret),
          name: input.name,
          pages: [...new Set(input.pages)],
          queue_ids: [...new Set(input.queueIds)],
          seconds_per_page: input.secondsPerPage,
          time_zone: input.timeZone,
          locale: input.locale,
          created_by: actor.personId,
          created_at: clock.now(),
        });
        audit.record(tx, { actor, action: 'walls.created', target: targetOf(made) });
        return made;
      });
      return { wall: toWall(row), url: `${publicUrl()}/wall/${secret}` };
    },

    async revoke(actor: Actor, wallId: WallId): Promise<void> {
      requireManager(actor);
      await db.transaction(async (tx) => {
        const deleted = await deleteWall(tx, wallId);
        if (!deleted) throw new AppError('notFound', 'There is no such wall.');
        audit.record(tx, { actor, action: 'walls.revoked', target: targetOf({ id: wallId, ...deleted }) });
        tx.afterCommit(() => bus.publish(revokedTopic, { wallId }));
      });
    },

    async setOverdueHours(
      actor: Actor,
      { queueId, hours }: ParsedInputOf<typeof contract.setOverdueHours>,
    ): Promise<void> {
      requireManager(actor);
      await figures.setOverdueHours(queueId, hours);
    },

    /** The wall of a secret that somebody shows; undefined for one that is none. */
    async open(secret: string): Promise<Judged | undefined> {
      const row = await findWall(db.read, { secretHash: hashSecret(secret) });
      const now = clock.now();
      // After a restart all screens of a wall come at once.
      if (row && now.getTime() - (row.seen_at?.getTime() ?? 0) > touchEveryMs)
        await db.transaction((tx) => touchWall(tx, row.id, now));
      return await judge(row);
    },
    judge: async (id: WallId): Promise<Judged | undefined> => await judge(await findWall(db.read, { id })),
  };
}
export type Walls = ReturnType<typeof createWalls>;

const targetOf = ({ id, name }: { id: WallId; name: string }) => ({ kind: 'wall', id, name });
const tooManyWalls = () =>
  new AppError('conflict', `There are ${maxWalls} walls at most.`, { details: { reason: 'tooManyWalls' } });

const toSettings = (row: WallRow): contract.WallSettings => ({
  id: row.id,
  name: row.name,
  pages: row.pages,
  queueIds: row.queue_ids,
  secondsPerPage: row.seconds_per_page,
  timeZone: row.time_zone,
  locale: row.locale,
});

const toWall = (row: WallRow): contract.Wall => ({
  ...toSettings(row),
  createdAt: row.created_at.toISOString(),
  seenAt: row.seen_at?.toISOString() ?? null,
});
