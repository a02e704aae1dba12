import { describe, expect, test } from 'vitest';
import { request as httpRequest } from 'node:http';
import sharp from 'sharp';
import type { TicketAttachmentId, TicketId } from '#shared/contract/ids.ts';
import {
  getTicket,
  maxAttachmentBytes,
  replyToTicket,
  setQueueRules,
  ticketAttachmentRoute,
  ticketSince,
  updateTicket,
  uploadTicketAttachment,
} from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aDesk, entryId, nothingByItself, open, rulesOf } from './seeds/tickets.ts';

const notFound = { code: 'notFound' };
const unknown = '00000000-0000-4000-8000-000000000000' as TicketAttachmentId;
const bytes = (content: string | Buffer) =>
  new Blob([new Uint8Array(Buffer.from(content as string))], { type: 'application/octet-stream' });

const upload = (client: HubClient, ticketId: TicketId, name: string, content: string | Buffer) =>
  client.request(uploadTicketAttachment, { params: { ticketId }, query: { name }, body: bytes(content) });
const reply = (client: HubClient, ticketId: TicketId, attachments: TicketAttachmentId[], note = false) =>
  client.call(replyToTicket, { ticketId, clientId: entryId(), body: '', note, attachments });

function download(hub: TestHub<unknown>, name: string, ticketId: TicketId, id: string, headers = {}) {
  const { cookie } = hub.world.get(name);
  return fetch(`${hub.url}/api/v1/tickets/${ticketId}/attachments/${id}`, {
    headers: { cookie, ...headers },
  });
}
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('a file', () => {
  test('is uploaded, named in a reply, and read by both sides', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { id: ticketId } = await open(cleo);
    const log = await upload(cleo, ticketId, 'fire.log', 'It burns.\n');
    expect(log).toMatchObject({ name: 'fire.log', type: 'text/plain', size: 10 });
    const input = { ticketId, clientId: entryId(), body: '', attachments: [log.id] };
    const { entry } = await cleo.call(replyToTicket, input);
    expect(entry).toMatchObject({ kind: 'reply', body: '', attachments: [log] });
    expect((await cleo.call(replyToTicket, input)).entry).toEqual(entry);
    expect((await ben.call(ticketSince, { ticketId, seq: 1 })).entries).toEqual([entry]);
    for (const name of ['cleo', 'dan', 'ben']) {
      const response = await download(hub, name, ticketId, log.id);
      expect(await response.text()).toBe('It burns.\n');
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': "attachment; filename*=UTF-8''fire.log",
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'content-length': '10',
      });
    }
  });

  test('is shown only if it is a picture, whatever it is called', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo] = await hub.connect('cleo');
    const { id: ticketId } = await open(cleo);
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } })
      .png()
      .toBuffer();
    const page = '<!doctype html><script>alert(1)</script>';
    const files = [
      ['photo.txt', png, 'image/png', 'inline'],
      ['both.png', Buffer.concat([png, Buffer.from(page)]), 'image/png', 'inline'],
      ['photo.png', page, 'text/plain; charset=utf-8', 'attachment'],
      [
        'drawing.svg',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        'text/plain; charset=utf-8',
        'attachment',
      ],
      ['plan.pdf', '%PDF-1.7\n%', 'application/pdf', 'attachment'],
    ] as const;
    for (const [name, content, type, place] of files) {
      const { id } = await upload(cleo, ticketId, name, content);
      const { headers } = await download(hub, 'cleo', ticketId, id);
      expect([name, headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]]).toEqual([
        name,
        type,
        place,
      ]);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    }
    const { name } = await upload(cleo, ticketId, '../../\u202egpj.(exe)', 'words');
    expect(name).toBe('.._.._gpj.(exe)'.replace('gpj', '_gpj'));
  });

  test('that is empty, a program or too large is refused and leaves nothing', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo] = await hub.connect('cleo');
    const { id: ticketId } = await open(cleo);
    const refused = (reason: string) => ({ code: 'invalid', details: { reason } });
    await expect(upload(cleo, ticketId, 'nothing', '')).rejects.toMatchObject(refused('empty'));
    await expect(upload(cleo, ticketId, 'photo.png', 'MZ\u0090\0\u0003\0')).rejects.toMatchObject(
      refused('program'),
    );
    const large = Buffer.alloc(maxAttachmentBytes + 1, 1);
    await expect(upload(cleo, ticketId, 'large', large)).rejects.toMatchObject({ code: 'tooLarge' });
    await expect(upload(cleo, ticketId, 'a\nb', 'x')).rejects.toMatchObject({ code: 'invalid' });
    expect(await leftovers(hub)).toEqual({ rows: 0, blobs: 0 });
    expect(await upload(cleo, ticketId, 'just', large.subarray(1))).toMatchObject({
      size: maxAttachmentBytes,
    });
  });

  test('is taken as the queue allows: its kind, its size, and how many there are', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada] = await hub.connect('cleo', 'ada');
    const { id: ticketId, queueId } = await open(cleo);
    const rules = await rulesOf(ada, queueId);
    const attachments = { kinds: ['text' as const], count: 2, bytes: 2_000 };
    await ada.call(setQueueRules, { queueId, rules: { ...rules, attachments } });
    await expect(upload(cleo, ticketId, 'plan.txt', '%PDF-1.7\n%')).rejects.toMatchObject({
      code: 'invalid',
      details: { reason: 'fileKind' },
    });
    await expect(upload(cleo, ticketId, 'long', 'x'.repeat(2_001))).rejects.toMatchObject({
      code: 'tooLarge',
    });
    expect(await leftovers(hub)).toEqual({ rows: 0, blobs: 0 });
    for (const name of ['one', 'two']) await upload(cleo, ticketId, name, 'x'.repeat(2_000));
    await expect(upload(cleo, ticketId, 'three', 'x')).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'tooManyFiles' },
    });
  });

  test('whose sender goes away in the middle leaves nothing', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo] = await hub.connect('cleo');
    const { id: ticketId } = await open(cleo);
    const { cookie } = hub.world.get('cleo');
    const sending = httpRequest(`${hub.url}/api/v1/tickets/${ticketId}/attachments?name=half`, {
      method: 'POST',
      headers: { cookie, 'content-length': '1000000', 'content-type': 'application/octet-stream' },
    });
    sending.on('error', () => {});
    sending.write(Buffer.alloc(100_000, 1));
    await expect.poll(async () => (await leftovers(hub)).rows).toBe(1);
    sending.destroy();
    await expect.poll(() => leftovers(hub)).toEqual({ rows: 0, blobs: 0 });
  });
});

describe('who gets at a file', () => {
  test('are those who see its entry, and before that whoever uploaded it', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, eve, ben] = await hub.connect('cleo', 'dan', 'eve', 'ben');
    const [{ id: ticketId }, { id: other }] = [await open(cleo), await open(eve)];
    const { id } = await upload(ben, ticketId, 'hint', 'psst');
    const statuses = async (at = ticketId) =>
      await Promise.all(
        ['ben', 'ada', 'cleo', 'eve'].map(async (name) => (await download(hub, name, at, id)).status),
      );
    expect(await statuses()).toEqual([200, 404, 404, 404]);
    await reply(ben, ticketId, [id], true);
    expect(await statuses()).toEqual([200, 200, 404, 404]);
    expect(await statuses(other)).toEqual([404, 404, 404, 404]);
    expect(await codeOf(await download(hub, 'ben', ticketId, unknown))).toBe('notFound');
    expect((await fetch(`${hub.url}/api/v1/tickets/${ticketId}/attachments/${id}`)).status).toBe(401);
    await expect(upload(eve, ticketId, 'x', 'x')).rejects.toMatchObject(notFound);
    // Named once, by who uploaded it, in the ticket it was uploaded for.
    const mine = await upload(cleo, ticketId, 'mine', 'x');
    for (const [client, ids, at] of [
      [ben, [id], ticketId],
      [dan, [mine.id], ticketId],
      [ben, [mine.id], other],
      [cleo, [mine.id, unknown], ticketId],
      [cleo, [mine.id, mine.id], ticketId],
    ] as const)
      await expect(reply(client, at, [...ids])).rejects.toMatchObject(notFound);
    await expect(
      cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: ' ' }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await reply(cleo, ticketId, [mine.id]);
    expect((await cleo.call(getTicket, { ticketId })).entries).toHaveLength(2);
  });

  test('read parts of it, and nothing that they have already', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo] = await hub.connect('cleo');
    const { id: ticketId } = await open(cleo);
    const { id } = await upload(cleo, ticketId, 'digits', '0123456789');
    const get = (headers: Record<string, string>) => download(hub, 'cleo', ticketId, id, headers);
    const whole = await get({});
    const etag = whole.headers.get('etag') ?? '';
    expect((await get({ 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304);
    for (const [range, status, text, contentRange] of [
      ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
      ['bytes=-3', 206, '789', 'bytes 7-9/10'],
      ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
      ['bytes=10-', 416, '', 'bytes */10'],
      ['bytes=0-1,5-6', 200, '0123456789', null],
      ['pages=1-2', 200, '0123456789', null],
    ] as const) {
      const part = await get({ range });
      expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
        status,
        text,
        contentRange,
      ]);
    }
    await expect(
      cleo.request(ticketAttachmentRoute, { params: { ticketId, attachmentId: unknown } }),
    ).rejects.toMatchObject(notFound);
  });
});

test('a ticket has a hundred files at most', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ben] = await hub.connect('cleo', 'ben');
  const { id: ticketId } = await open(cleo);
  for (let n = 0; n < 100; n += 10)
    await Promise.all(
      Array.from({ length: 10 }, () => upload(n < 50 ? cleo : ben, ticketId, 'one more', 'x')),
    );
  await expect(upload(ben, ticketId, 'too many', 'x')).rejects.toMatchObject({
    code: 'conflict',
    details: { reason: 'tooManyFiles' },
  });
});

test('files of a queue that keeps none go with the ticket that closes, unless it opens again', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const { id: ticketId, queueId } = await open(cleo);
  const rules = { ...(await rulesOf(ada, queueId)), ...nothingByItself, keepAttachments: false };
  await ada.call(setQueueRules, { queueId, rules });
  const { id } = await upload(cleo, ticketId, 'secret', 'x');
  await reply(cleo, ticketId, [id]);
  const passing = async () =>
    (await hub.hub.platform.db.pool.query('select 1 from ticket_attachments where expires_at is not null'))
      .rowCount;
  const become = (status: 'closed' | 'open') => ben.call(updateTicket, { ticketId, changes: { status } });
  await become('closed');
  expect(await passing()).toBe(1);
  await become('open');
  expect(await passing()).toBe(0);
  await ada.call(setQueueRules, { queueId, rules: { ...rules, keepAttachments: true } });
  await become('closed');
  expect(await passing()).toBe(0);
});

async function leftovers({ hub }: TestHub<unknown>): Promise<{ rows: number; blobs: number }> {
  const { rowCount } = await hub.platform.db.pool.query('select 1 from ticket_attachments');
  const { keys } = await hub.platform.blobs.list('tickets/');
  return { rows: rowCount ?? 0, blobs: keys.length };
}
