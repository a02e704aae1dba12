import { expect, test } from 'vitest';
import type { TicketId } from '#shared/contract/ids.ts';
import {
  confirmTicket,
  rateTicket,
  replyToTicket,
  startTicketCall,
  updateTicket,
  uploadTicketAttachment,
} from '#shared/contract/tickets.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

async function read(hub: TestHub<unknown>, name: string, ticketId: TicketId, format?: string) {
  const { cookie } = hub.world.get(name);
  const query = format === undefined ? '' : `?format=${format}`;
  const response = await fetch(`${hub.url}/api/v1/tickets/${ticketId}/transcript${query}`, {
    headers: { cookie },
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Lines without what changes from run to run. */
const timeless = (body: string) => body.replaceAll(/[A-Z][a-z]{2} \d+, \d{4}, \d+:\d+\s[AP]M UTC/g, 'TIME');

test('a transcript tells a ticket from its first word to its last, to customers without what is the desk’s', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ben] = await hub.connect('cleo', 'ben');
  const { id: ticketId } = await open(cleo);
  const say = (client: typeof ben, body: string, more = {}) =>
    client.call(replyToTicket, { ticketId, clientId: entryId(), body, ...more });
  await ben.call(updateTicket, { ticketId, changes: { priority: 'high', tags: ['fire'] } });
  await say(ben, 'She always says that.', { note: true });
  const body = new Blob(['x'], { type: 'application/octet-stream' });
  const file = await ben.request(uploadTicketAttachment, {
    params: { ticketId },
    query: { name: 'exits.pdf' },
    body,
  });
  await say(ben, 'Use the **stairs**.', { attachments: [file.id] });
  await ben.call(startTicketCall, { ticketId });
  await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
  await cleo.call(confirmTicket, { ticketId, clientId: entryId(), confirmed: true, body: 'Thanks!' });
  await cleo.call(rateTicket, { ticketId, stars: 4, comment: 'Warm.' });

  const mine = await read(hub, 'cleo', ticketId, 'text');
  expect(timeless(mine.body)).toBe(`#1 The printer is on fire
Requested by Cleo, TIME
Status: closed
Rating: ★★★★☆

--- Cleo, TIME
The printer is on fire. Please help!

--- Ben, TIME
Use the **stairs**.
Files: exits.pdf

--- Ben, TIME
Started a call.

--- Ben, TIME
Status: waiting for the customer → solved

--- Cleo, TIME
Thanks!

--- Cleo, TIME
Status: solved → closed

--- Cleo, TIME
Warm.
Rating: ★★★★☆
`);
  expect(Object.fromEntries(mine.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': 'attachment; filename="ticket-1.txt"',
    'cache-control': 'no-store',
  });
  const theirs = timeless((await read(hub, 'ben', ticketId, 'text')).body);
  expect(theirs).toContain('--- Ben, TIME (internal note)\nShe always says that.\n');
  expect(theirs).toContain('Changed: tags, priority\n');

  const page = await read(hub, 'ben', ticketId);
  expect(page.body).toContain('<p>Use the <strong>stairs</strong>.</p>');
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-\S+'; sandbox$/,
  );
  expect(page.headers.get('content-disposition')).toBe('attachment; filename="ticket-1.html"');
  expect((await read(hub, 'cleo', ticketId, 'html')).body).not.toContain('always says');
  for (const [name, format, status] of [
    ['eve', 'html', 404],
    ['ben', 'docx', 400],
  ] as const)
    expect((await read(hub, name, ticketId, format)).status).toBe(status);
  expect((await fetch(`${hub.url}/api/v1/tickets/${ticketId}/transcript`)).status).toBe(401);
});

test('what people write cannot become more than words in it, however long it is', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo] = await hub.connect('cleo');
  const { id: ticketId } = await open(cleo, '</title><script>alert(1)</script>');
  const hostile = [
    '<img src=x onerror=alert(1)> <iframe src="https://evil.example">',
    '![pixel](https://evil.example/pixel.gif)',
    '[click](javascript:alert(1)) </article></main><script>alert(2)</script>',
  ];
  for (let n = 0; n < 201; n += 1)
    await cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: hostile[n % 3] ?? '' });
  const { body } = await read(hub, 'cleo', ticketId);
  expect(body.match(/<article>/g)).toHaveLength(202);
  expect(body).not.toMatch(/<(?:script|img|iframe)/);
  expect(body).not.toMatch(/href="javascript/);
  expect(body.match(/<\/body>/g)).toHaveLength(1);
});
