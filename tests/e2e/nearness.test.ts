import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { bundled } from './call-tab.ts';
import type { MeasureRoundTrip } from './probe-page.ts';

declare global {
  var measureRoundTrip: MeasureRoundTrip;
}
type Answerer = AsyncDisposable & { port: number };

let browser: Browser;
let page: Page;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Probe</title><body></body>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => void server.close());
  browser = await openBrowser();
  stack.defer(() => browser.close());
  // Without the permissions that other tests grant from outside: those hold in every frame, whatever it may use.
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({
    type: 'module',
    content: await bundled(new URL('probe-page.ts', import.meta.url)),
  });
  await page.waitForFunction(() => 'measureRoundTrip' in globalThis);
});
afterAll(() => stack.disposeAsync());

/** A STUN server (RFC 8489, binding alone) that takes its time. */
async function aStunServer(delayMs: number): Promise<Answerer> {
  const socket = createSocket('udp4');
  const late = new Set<NodeJS.Timeout>();
  socket.on('message', (request, { address, port }) => {
    if (request.length < 20 || request.readUInt16BE(0) !== 0x0001) return;
    const answer = Buffer.alloc(32);
    answer.writeUInt16BE(0x0101, 0);
    answer.writeUInt16BE(12, 2);
    request.copy(answer, 4, 4, 20);
    answer.writeUInt16BE(0x0020, 20);
    answer.writeUInt16BE(8, 22);
    answer.writeUInt8(1, 25);
    answer.writeUInt16BE(port ^ 0x2112, 26);
    const cookie = [0x21, 0x12, 0xa4, 0x42];
    address.split('.').forEach((part, index) => {
      answer.writeUInt8(Number(part) ^ (cookie[index] ?? 0), 28 + index);
    });
    late.add(setTimeout(() => socket.send(answer, port, address), delayMs));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    async [Symbol.asyncDispose]() {
      for (const timer of late) clearTimeout(timer);
      socket.close();
      await once(socket, 'close');
    },
  };
}

async function leastOf(samples: number, ports: readonly number[]): Promise<(number | undefined)[]> {
  return await page.evaluate(
    async ({ count, all }) => {
      const measure = async (port: number) => {
        const times: number[] = [];
        for (let index = 0; index < count; index += 1) {
          const time = await globalThis.measureRoundTrip({ region: 'eu', address: '127.0.0.1', port });
          if (time !== undefined) times.push(time);
        }
        return times.length === 0 ? undefined : Math.min(...times);
      };
      return Promise.all(all.map(measure));
    },
    { count: samples, all: ports },
  );
}

test.each(['before', 'after'] as const)(
  'the round trip is measured closely enough to tell regions apart, %s the camera was allowed',
  async (when) => {
    if (when === 'after')
      await page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true, video: true }));
    const delays = [0, 40, 100, 250];
    const servers = await Promise.all(delays.map(aStunServer));
    const times = await leastOf(
      4,
      servers.map(({ port }) => port),
    );
    console.log(
      `answers after ${delays.join(', ')} ms are measured as ${times.map((time) => Math.round(time ?? -1)).join(', ')} ms`,
    );
    times.forEach((time, index) => {
      expect(time).toBeGreaterThanOrEqual(delays[index] ?? 0);
    });
    expect([...times].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(times);
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  },
);

test('a server that does not answer is no result, within its 2 s', async () => {
  await using silent = await aStunServer(60_000);
  expect(await leastOf(1, [silent.port])).toEqual([undefined]);
});

test('leaves nothing behind', async () => {
  expect(await page.evaluate(() => document.querySelectorAll('iframe').length)).toBe(0);
});
