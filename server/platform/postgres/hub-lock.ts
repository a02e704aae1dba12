import { once } from 'node:events';
import { rmSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

export type HubLock = { release(): Promise<void> };

/**
 * One hub per data folder. Two sockets hold the lock: one in Linux' abstract namespace, which the kernel grants
 * atomically and frees when the hub dies, and one in the file system, which hubs of other containers on the same
 * volume see too. A dead hub leaves only the file, on which nobody answers.
 */
export async function lockFolder(dataDir: string, sockets: string): Promise<HubLock> {
  const { dev, ino } = statSync(dataDir);
  const held: net.Server[] = [];
  const release = async () => {
    await Promise.all(held.splice(0).map(closeServer));
  };
  try {
    if (process.platform === 'linux') held.push(await hold(`\0entente-${dev}-${ino}`));
    held.push(await holdFile(path.join(sockets, 'hub.lock')));
  } catch (cause) {
    await release();
    throw cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
      ? taken(dataDir, cause)
      : cause;
  }
  return { release };
}

const taken = (dataDir: string, cause: unknown) =>
  new Error(
    `Another process of Entente already runs on the data folder ${dataDir}: stop it, or set ENTENTE_DATA to another folder.`,
    {
      cause,
    },
  );

async function holdFile(file: string): Promise<net.Server> {
  if (!(await answers(file))) rmSync(file, { force: true });
  return hold(file);
}

async function hold(address: string): Promise<net.Server> {
  const server = net.createServer((client) => client.destroy());
  server.listen(address);
  await once(server, 'listening');
  return server.unref();
}

async function answers(file: string): Promise<boolean> {
  const client = net.connect(file);
  try {
    await once(client, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}

const closeServer = (server: net.Server) => new Promise<void>((resolve) => server.close(() => resolve()));
