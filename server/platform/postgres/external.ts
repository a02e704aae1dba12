import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const oldestVersion = 150_000;
const patienceMs = 30_000;
/** Not there yet: nobody listens, or the server is still recovering. Anything else is a mistake worth telling at once. */
const notReady = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', '57P03']);

/** Waits for a server that is starting at the same time; refuses one that is too old. */
export async function checkServer(url: string, options: { patienceMs?: number } = {}): Promise<void> {
  const deadline = Date.now() + (options.patienceMs ?? patienceMs);
  for (;;) {
    try {
      return checkVersion(await askVersion(url));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!notReady.has(code) || Date.now() > deadline) throw explain(url, error);
      await sleep(500);
    }
  }
}

class TooOld extends Error {}

async function askVersion(url: string): Promise<{ number: number; name: string }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ number: string; name: string }>(
      "select current_setting('server_version_num') as number, current_setting('server_version') as name",
    );
    return { number: Number(rows[0]?.number), name: rows[0]?.name ?? 'unknown' };
  } finally {
    await client.end().catch(() => {});
  }
}

export function checkVersion({ number, name }: { number: number; name: string }): void {
  if (number < oldestVersion)
    throw new TooOld(`DATABASE_URL leads to PostgreSQL ${name}: version 15 or newer is needed.`);
}

function explain(url: string, error: unknown): Error {
  if (error instanceof TooOld) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`DATABASE_URL leads to ${placeOf(url)}, which cannot be used: ${reason}`, {
    cause: error,
  });
}

/** Without user and password. */
function placeOf(url: string): string {
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: '', pathname: '' };
  return `${host || 'a local server'}${pathname}`;
}
