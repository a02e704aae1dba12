import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

export type Certificate = { key: string; cert: string };

/** A certificate of our own making, kept in the data folder so that an accepted warning stays accepted. */
export async function selfSigned(dataFolder: string, extraNames: string[]): Promise<Certificate> {
  const folder = join(dataFolder, 'tls');
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  if (existsSync(keyFile) && existsSync(certFile)) return readCertificate(certFile, keyFile);
  const made = await make(extraNames);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, made.key, { mode: 0o600 });
  await writeFile(certFile, made.cert);
  return made;
}

export async function readCertificate(certFile: string, keyFile: string): Promise<Certificate> {
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { cert, key };
}

async function make(extraNames: string[]): Promise<Certificate> {
  // Loaded here because it costs 0.2 s and is needed once in a hub's life.
  const { generate } = await import('selfsigned');
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address);
  const isAddress = (name: string) => /^[\d.]+$|:/.test(name);
  const altNames = [...new Set(['localhost', ...addresses, ...extraNames])].map((name) =>
    isAddress(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const),
  );
  const notAfterDate = new Date(Date.now() + 825 * 86_400_000);
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Entente' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { key, cert };
}
