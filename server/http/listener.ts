import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Settings } from '#server/config/config.ts';
import { readCertificate, selfSigned } from './tls.ts';

export type ListenerConfig = Pick<Settings, 'port' | 'host' | 'tls' | 'dataDir' | 'media' | 'publicUrl'>;

/** The one port of the process. Idle keep-alive connections do not hold up a shutdown. */
export async function createListener(app: Express, config: ListenerConfig): Promise<Server> {
  const server =
    config.tls.mode === 'off' ? createServer(app) : createTlsServer(await certificateOf(config), app);
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  return server;
}

async function certificateOf({ tls, dataDir, media, publicUrl }: ListenerConfig) {
  if (tls.mode === 'files') return await readCertificate(tls.cert, tls.key);
  return await selfSigned(dataDir, [
    ...media.announcedAddresses,
    ...(publicUrl ? [new URL(publicUrl).hostname] : []),
  ]);
}

/** Resolves with the port that was taken. */
export async function listen(server: Server, config: ListenerConfig): Promise<number> {
  server.listen(config.port, config.host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new Error(whyNot(error, config), { cause: error });
  });
  return (server.address() as AddressInfo).port;
}

function whyNot({ code, message }: NodeJS.ErrnoException, { port, host }: ListenerConfig): string {
  if (code === 'EADDRINUSE')
    return `port ${port} is taken by another program. Stop it, or choose another port with ENTENTE_PORT.`;
  if (code === 'EACCES')
    return `port ${port} needs more rights than this user has. Choose one above 1023 with ENTENTE_PORT.`;
  if (code === 'EADDRNOTAVAIL') return `${host} is not an address of this machine. Correct ENTENTE_HOST.`;
  return message;
}

export async function closeListener(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  // Answers under way get a moment; a stuck client does not keep the hub alive.
  const hurry = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearTimeout(hurry);
}
