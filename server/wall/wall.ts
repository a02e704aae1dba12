import type { Actor } from '#server/accounts/actor.ts';
import type { HashSecret } from '#server/accounts/secrets.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { Figures } from '#server/tickets/figures.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { WallBoard } from '#shared/contract/wall.ts';
import { createBoards, type Viewer } from './boards.ts';
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

/** The state of the desk at a glance, live: for employees, and for screens that nobody signs in at. */
export function createWall(platform: Platform, { publisher, audit, figures, hashSecret, publicUrl }: Needs) {
  const boards = createBoards({ ...platform, publisher, figures });
  const walls = createWalls({ ...platform, audit, figures, hashSecret, publicUrl });
  const screens = createScreens({ ...platform, boards, walls });
  return {
    walls,
    gate: screens.gate,
    async watch(actor: Actor, viewer: Viewer): Promise<{ boards: WallBoard[] }> {
      if (!canWatch(actor)) throw new AppError('forbidden', 'Only employees see the figures of the desk.');
      const queues = await figures.queuesOf(actor.personId);
      return {
        boards: await boards.watch(
          viewer,
          queues.map(({ id }) => id),
        ),
      };
    },
    leave: boards.leave,
    dump: boards.dump,
    async close(): Promise<void> {
      await screens.close();
      await boards.close();
    },
  };
}
export type Wall = ReturnType<typeof createWall>;
