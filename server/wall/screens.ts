import { addressKey } from '#server/platform/caller.ts';
import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { Gate, Onlooker } from '#server/signaling/onlookers.ts';
import type { Figures } from '#server/tickets/figures/figures.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { WallId } from '#shared/contract/ids.ts';
import { wallShown } from '#shared/contract/wall.ts';
import type { Boards } from './boards.ts';
import { type Judged, revokedTopic, type Walls } from './walls.service.ts';

type Screen = Onlooker<Judged>;
type Parts = {
  bus: Bus;
  logger: Logger;
  figures: Pick<Figures, 'followQueues'>;
  boards: Boards;
  walls: Walls;
};

/** Of one wall in this process: more than that is somebody who makes a game of it. */
const maxScreens = 250;
/** A maker may be suspended, which is not told here. */
const judgeEveryMs = 10 * 60_000;

/** The screens that are open in this process: each hears of its wall's queues, and of nothing else. */
export function createScreens({ bus, logger, figures, boards, walls }: Parts) {
  const screens = new Map<WallId, Set<Screen>>();
  const attempts = limiter('wallScreens', { points: 300, perSeconds: 60 });

  async function show(screen: Screen, { wall, queueIds }: Judged): Promise<void> {
    screen.send(wallShown, { wall, boards: await boards.watch(screen, queueIds) });
  }

  async function judgeAll(wallId: WallId): Promise<void> {
    const judged = await walls.judge(wallId);
    for (const screen of screens.get(wallId) ?? [])
      if (judged) await show(screen, judged);
      else screen.drop();
  }

  function forget(wallId: WallId, screen: Screen): void {
    const open = screens.get(wallId);
    open?.delete(screen);
    if (open?.size === 0) screens.delete(wallId);
  }

  const judgeSoon = (wallId: WallId) =>
    void judgeAll(wallId).catch((error: unknown) =>
      logger.warn({ err: error }, 'a wall was not judged anew'),
    );
  const judgeEach = () => [...screens.keys()].forEach(judgeSoon);
  const timer = setInterval(judgeEach, judgeEveryMs).unref();
  const queues = figures.followQueues(judgeEach);
  const listening = bus.subscribe(revokedTopic, ({ wallId }) => judgeSoon(wallId));

  const gate: Gate<Judged> = {
    async admit(secret, address) {
      await attempts.consume(addressKey(address));
      const judged = await walls.open(secret);
      if (judged && (screens.get(judged.wall.id)?.size ?? 0) >= maxScreens)
        throw new AppError('tooMany', 'Too many screens show this wall.');
      return judged;
    },
    async enter(screen) {
      const { id } = screen.pass.wall;
      const open = screens.get(id) ?? new Set();
      screens.set(id, open.add(screen));
      screen.onClose(() => forget(id, screen));
      await show(screen, screen.pass);
    },
  };

  return {
    gate,
    async close(): Promise<void> {
      clearInterval(timer);
      await (await queues)();
      await (await listening)();
    },
  };
}
