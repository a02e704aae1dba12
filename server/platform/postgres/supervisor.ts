import type { Logger } from '../logger.ts';
import { type Launch, type Postmaster, startPostmaster } from './postmaster.ts';

const restartsPerMinute = 5;

export type Supervised = { pid(): number; close(): Promise<void> };

/** Keeps one server running: a dead one is replaced, at most 5 times a minute. */
export async function supervise(
  launch: Launch,
  { logger, onFatal }: { logger: Logger; onFatal(error: Error): void },
): Promise<Supervised> {
  let current = await startPostmaster(launch);
  let closing = false;
  let restarting: Promise<void> = Promise.resolve();
  const restarts: number[] = [];

  const watch = (server: Postmaster): void => {
    void server.ended.then((reason) => {
      if (!closing) restarting = restart(reason).catch(onFatal);
    });
  };

  const restart = async (reason: string): Promise<void> => {
    logger.error(
      { component: 'postgres', reason },
      'the database server ended unexpectedly; it is started again',
    );
    const now = Date.now();
    restarts.push(now);
    while (restarts[0] !== undefined && restarts[0] < now - 60_000) restarts.shift();
    if (restarts.length > restartsPerMinute)
      throw new Error(
        `The database server ended ${restarts.length} times within a minute. Last words: ${reason}`,
      );
    current = await startPostmaster(launch);
    if (closing) return;
    watch(current);
    logger.info({ component: 'postgres', milliseconds: Date.now() - now }, 'the database server is back');
  };

  watch(current);
  return {
    pid: () => current.pid,
    close: async () => {
      closing = true;
      await restarting;
      await current.stop();
    },
  };
}
