import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request: it passes, is refused with 503, gets no answer, or its answer breaks off or stops. */
export type Fate = 'pass' | 'refuse' | 'silence' | { cutAfter: number } | { stallAfter: number };

export type Seen = { method: string; url: string };

export type S3Proxy = {
  endpoint: string;
  seen: Seen[];
  /** Decides over each request from now on. */
  decide(fate: (request: Seen) => Fate): void;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Stands between the hub and a real S3 server and lets happen what networks do. Signatures survive: Host is kept. */
export async function startS3Proxy(port: number): Promise<S3Proxy> {
  const seen: Seen[] = [];
  let decide: (request: Seen) => Fate = () => 'pass';
  const server = http.createServer((request, response) => {
    const each = { method: request.method ?? '', url: request.url ?? '' };
    seen.push(each);
    const fate = decide(each);
    if (fate === 'silence') return void request.resume();
    if (fate === 'refuse') {
      request.resume();
      return void response.writeHead(503, { 'content-type': 'application/xml' }).end(slowDown);
    }
    forward(port, request, response, fate === 'pass' ? undefined : fate);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    decide: (fate) => {
      decide = fate;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const slowDown = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>later</Message></Error>';

type End = { cutAfter: number } | { stallAfter: number };

function forward(
  port: number,
  from: http.IncomingMessage,
  to: http.ServerResponse,
  end: End | undefined,
): void {
  const { method, url: path, headers } = from;
  const onward = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    if (!end) return void answer.pipe(to);
    let passed = 0;
    answer.on('data', (chunk: Buffer) => {
      passed += chunk.length;
      to.write(chunk);
      if ('cutAfter' in end && passed >= end.cutAfter) to.destroy();
      if ('stallAfter' in end && passed >= end.stallAfter) answer.pause();
    });
  });
  onward.on('error', () => to.destroy());
  to.on('close', () => onward.destroy());
  from.pipe(onward);
}
