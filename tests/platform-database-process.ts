// A hub reduced to its database, as a process a test can kill: `node platform-database-process.ts <folder> [write]`.
// Says one JSON line per event: { ready: pid of the server }, { wrote: n } once n is committed, { failed: message }.
import { createLogger } from '#server/platform/logger.ts';
import { createDb } from '#server/platform/open-db.ts';
import { startEmbedded } from '#server/platform/postgres/embedded.ts';

const [dataDir = '', mode] = process.argv.slice(2);
const say = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);
const logger = createLogger({ level: 'silent' });

function fail(error: Error): void {
  say({ failed: error.message });
  process.exit(1);
}

async function write(server: Awaited<ReturnType<typeof startEmbedded>>): Promise<void> {
  const db = createDb({ connection: server.connection, logger });
  await db.pool.query('create table if not exists written (n int primary key)');
  const { rows } = await db.pool.query<{ n: number }>('select coalesce(max(n), 0) as n from written');
  let next = rows[0]?.n ?? 0;
  const writer = async () => {
    for (;;) {
      const n = ++next;
      await db.pool.query('insert into written values ($1)', [n]);
      say({ wrote: n });
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));
}

try {
  const server = await startEmbedded({ dataDir, account: 'entente-db', logger, onFatal: fail });
  process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
  setInterval(() => {}, 60_000);
  say({ ready: server.pid() });
  if (mode === 'write') await write(server);
} catch (error) {
  fail(error instanceof Error ? error : new Error(String(error)));
}
