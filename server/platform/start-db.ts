import type { Config } from '#server/config/config.ts';
import type { Db } from './db.ts';
import type { Logger } from './logger.ts';
import { migrate } from './migrator.ts';
import { createDb } from './open-db.ts';
import { startEmbedded } from './postgres/embedded.ts';
import { checkServer } from './postgres/external.ts';

export type StartDbOptions = {
  config: Pick<Config, 'dataDir' | 'database'>;
  logger: Logger;
  /** The embedded server ended too often to go on: the hub should end too. */
  onFatal(error: Error): void;
};

/** The real server of DATABASE_URL, else an embedded one in the data folder; with the schema up to date. */
export async function startDb({ config, logger, onFatal }: StartDbOptions): Promise<Db> {
  const { url, account, connections } = config.database;
  if (url) {
    await checkServer(url);
    return open({ connectionString: url });
  }
  const server = await startEmbedded({ dataDir: config.dataDir, account, logger, onFatal });
  return open(server.connection, server.close);

  async function open(connection: Parameters<typeof migrate>[0], onClose = async () => {}): Promise<Db> {
    try {
      for (const name of await migrate(connection))
        logger.info({ migration: name }, 'the schema was changed');
      return createDb({ connection, logger, connections, onClose });
    } catch (error) {
      await onClose();
      throw error;
    }
  }
}
