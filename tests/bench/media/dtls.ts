import { execFileSync, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Identity = { folder: string; fingerprint: string; remove(): void };

/** A certificate for all peers of a run. */
export function createIdentity(): Identity {
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-dtls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const files = ['-keyout', key, '-out', cert, '-subj', '/CN=bench'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...files], { stdio: 'ignore' });
  const { raw } = new X509Certificate(readFileSync(cert));
  const hex = createHash('sha256').update(raw).digest('hex').toUpperCase();
  const fingerprint = hex.match(/../g)?.join(':') ?? '';
  return { folder, fingerprint, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Carries DTLS records between a peer's socket and a local port, and knows nothing of them. */
export type Wire = { send(record: Buffer): void; onRecord(listener: (record: Buffer) => void): void };

/**
 * A DTLS-SRTP handshake as the client (RFC 5764), by the openssl command: Node has no DTLS. Answers the exported keys; the
 * process is gone then, since nothing but SRTP follows.
 */
export async function handshake(identity: Identity, wire: Wire, timeoutMs = 15_000): Promise<Buffer> {
  const local = createSocket('udp4');
  local.bind(0, '127.0.0.1');
  await once(local, 'listening');
  const client = spawn(
    'openssl',
    [
      ['s_client', '-dtls1_2', '-connect', `127.0.0.1:${local.address().port}`, '-mtu', '1200'],
      ['-cert', join(identity.folder, 'cert.pem'), '-key', join(identity.folder, 'key.pem')],
      ['-use_srtp', 'SRTP_AEAD_AES_128_GCM'],
      ['-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', '56'],
    ].flat(),
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  try {
    local.on('message', (record, { port }) => {
      wire.onRecord((answer) => local.send(answer, port, '127.0.0.1'));
      wire.send(record);
    });
    return await exportedKeys(client.stdout, timeoutMs);
  } finally {
    wire.onRecord(() => {});
    client.kill('SIGKILL');
    local.close();
  }
}

function exportedKeys(output: NodeJS.ReadableStream, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`no DTLS within ${timeoutMs} ms: ${text}`)), timeoutMs);
    output.on('data', (data) => {
      text += data;
      const found = /Keying material: ([0-9A-F]{112})/.exec(text)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(Buffer.from(found, 'hex'));
    });
  });
}
