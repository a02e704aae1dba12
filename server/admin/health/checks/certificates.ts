import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import path from 'node:path';
import type { Config } from '#server/config/config.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Check, Outcome } from '../outcome.ts';

type Parts = { config: Pick<Config, 'tls' | 'publicUrl' | 'dataDir'>; clock: Clock };
type Found = { host: string; validTo: Date; isOwn: boolean };

const dayMs = 86_400_000;
const warnDays = 14;
const connectMs = 4_000;

/** Days left of what browsers are shown: by the address people use, else from the file that is served. */
export const checkCertificates =
  ({ config, clock }: Parts): Check<'certificates'> =>
  async () => {
    const found = await findCertificate(config);
    return found ? judgeCertificate(found, clock.now()) : { status: 'off', reason: 'off', facts: {} };
  };

export function judgeCertificate({ host, validTo, isOwn }: Found, now: Date): Outcome<'certificates'> {
  const days = Math.floor((validTo.getTime() - now.getTime()) / dayMs);
  const facts = { days, host };
  if (days < 0) return { status: 'failed', reason: 'expired', facts };
  if (days < warnDays) return { status: 'warning', reason: 'expires', facts };
  if (isOwn) return { status: 'warning', reason: 'selfSigned', facts };
  return { status: 'ok', reason: 'fine', facts };
}

async function findCertificate({ tls, publicUrl, dataDir }: Parts['config']): Promise<Found | undefined> {
  if (publicUrl?.startsWith('https:')) return await served(new URL(publicUrl));
  if (tls.mode === 'off') return undefined;
  const file = tls.mode === 'files' ? tls.cert : path.join(dataDir, 'tls', 'cert.pem');
  const certificate = new X509Certificate(await readFile(file));
  const host = certificate.subject.replaceAll('\n', ', ');
  return { host, validTo: new Date(certificate.validTo), isOwn: isSelfSigned(certificate) };
}

const isSelfSigned = (certificate: X509Certificate) => certificate.checkIssued(certificate);

/** Whether it is trusted is the browsers' question; here only its time counts, so nothing is refused. */
async function served({ hostname, port }: URL): Promise<Found> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isName = !/^[\d.]+$|:/.test(host);
  const socket = connect({
    host,
    port: Number(port || 443),
    rejectUnauthorized: false,
    ...(isName ? { servername: host } : {}),
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(connectMs) });
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) throw new Error(`${host} showed no certificate`);
    return { host, validTo: new Date(certificate.validTo), isOwn: isSelfSigned(certificate) };
  } finally {
    socket.destroy();
  }
}
