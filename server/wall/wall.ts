import type { Actor } from '#server/accounts/actor.ts';
import type { HashSecret } from '#server/accounts/secrets.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Connection } from '#server/signaling/bind.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { Figures } from '#server/tickets/figures/figures.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { type WallBoard, wallJudged } from '#shared/contract/wall.ts';
import { createBoards } from './boards.ts';
import { createScreens } from './screens.ts';
import { canWatch } from './wall.policy.ts';
import { createWalls } from './walls.service.ts';

type Needs = {
  publisher: Publisher;
  audit: Audit;
  figures: Figures;
  hashSecret: HashSecret;
  publicUrl(): string;
};

const preparedQueues = 20;

/** The state of the desk at a glance, live: for employees, and for screens that nobody signs in at. */
export function createWall(platform: Platform, { publisher, audit, figures, hashSecret, publicUrl }: Needs) {
  const boards = createBoards({ ...platform, publisher, figures });
  const walls = createWalls({ ...platform, audit, figures, hashSecret, publicUrl });
  const screens = createScreens({ ...platform, figures, boards, walls });
  const watching = new Map<string, { personId: PersonId; connection: Connection }>();

  async function look(personId: PersonId, connection: Connection): Promise<WallBoard[]> {
    const queues = await figures.queuesOf(personId);
    return await boards.watch(
      connection,
      queues.map(({ id }) => id),
    );
  }

  const listening = figures.followQueues(() => {
    for (const { personId, connection } of watching.values())
      look(personId, connection)
        .then((all) => connection.send(wallJudged, { boards: all }))
        .catch((error: unknown) => platform.logger.warn({ err: error }, 'a dashboard was not judged anew'));
  });

  return {
    walls,
    gate: screens.gate,
    async watch(actor: Actor, connection: Connection): Promise<{ boards: WallBoard[] }> {
      if (!canWatch(actor)) throw new AppError('forbidden', 'Only employees see the figures of the desk.');
      const { id } = connection;
      if (!watching.has(id)) connection.onClose(() => void watching.delete(id));
      watching.set(id, { personId: actor.personId, connection });
      return { boards: await look(actor.personId, connection) };
    },
    async leave(connection: Connection): Promise<void> {
      watching.delete(connection.id);
      await boards.leave(connection);
    },
    /** Reads the figures of the desk before the first of a day asks for them. */
    prepare: () =>
      figures
        .firstQueues(preparedQueues)
        .then(boards.prepare)
        .catch((error: unknown) => platform.logger.warn({ err: error }, 'the figures were not read ahead')),
    dump: boards.dump,
    async close(): Promise<void> {
      await (await listening)();
      await screens.close();
      await boards.close();
    },
  };
}
export type Wall = ReturnType<typeof createWall>;
