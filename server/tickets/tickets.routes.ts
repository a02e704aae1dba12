import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { type Api, serve } from '#server/http/api.ts';
import { readingBody } from '#server/http/reading-body.ts';
import { sendStream } from '#server/http/send-stream.ts';
import { nothing } from '#shared/contract/define.ts';
import {
  createTicketRoute,
  ticketAttachmentRoute,
  ticketTranscriptRoute,
  uploadTicketAttachment,
} from '#shared/contract/tickets.ts';
import type { OpenedFile } from './files/attachments.service.ts';
import type { Tickets } from './tickets.ts';
import { transcriptPolicy } from './transcript/transcript.ts';

export function ticketsRoutes(api: Api, tickets: Tickets): void {
  const { attachments } = tickets;
  serve(api, createTicketRoute, ({ actor, body }) => tickets.create(actor, body));
  serve(api, uploadTicketAttachment, ({ actor, params, query, request, response }) =>
    readingBody(request, response, attachments.upload(actor, params.ticketId, query.name, request)),
  );
  serve(api, ticketAttachmentRoute, async ({ actor, params, request, response }) => {
    await sendFile(await attachments.open(actor, params.ticketId, params.attachmentId), request, response);
    return nothing;
  });
  serve(api, ticketTranscriptRoute, async ({ actor, params, query, response }) => {
    const { ticket, pieces } = await tickets.transcript(actor, params.ticketId, query.format);
    response.set({
      'content-type': query.format === 'html' ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="ticket-${ticket.number}.${query.format === 'html' ? 'html' : 'txt'}"`,
      'content-security-policy': `${transcriptPolicy}; sandbox`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    await sendStream(Readable.from(pieces), response);
    return nothing;
  });
}

/** Shown in a page, and only these: what else a browser might run is saved. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

async function sendFile(file: OpenedFile, request: Request, response: Response): Promise<void> {
  const { name, type, size, sha256 } = file;
  const place = pictures.has(type) ? 'inline' : 'attachment';
  response.set({
    'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
    'content-disposition': `${place}; filename*=UTF-8''${encodeName(name)}`,
    // A picture that is also a page is nothing but a picture.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    // Who may see it is judged anew each time.
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
  });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const ranges = request.range(size, { combine: true });
  if (ranges === -1) {
    response.status(416).set('content-range', `bytes */${size}`).end();
    return;
  }
  const range =
    Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges[0] : undefined;
  const { stream } = await file.read(range);
  if (range) response.status(206).set('content-range', `bytes ${range.start}-${range.end}/${size}`);
  response.set('content-length', String(range ? range.end - range.start + 1 : size));
  await sendStream(stream, response);
}

/** RFC 8187: what `encodeURIComponent` leaves as it is and an extended value may not have. */
const encodeName = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
