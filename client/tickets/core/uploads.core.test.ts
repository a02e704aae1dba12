import { describe, expect, it, vi } from 'vitest';
import type { HubClient } from '#shared/client.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketAttachment } from '#shared/contract/tickets.ts';
import { ticketId } from './tickets.fixtures.ts';
import { createUploads } from './uploads.core.ts';

const aFile = (name: string) => new File([name], name);

/** A hub that takes files, or refuses them while `refusing`. */
function withHub() {
  const refusing = { now: false };
  const request = (async (_route: unknown, parts: { query: { name: string } }) => {
    if (refusing.now) throw new AppError('tooLarge', 'no');
    const { name } = parts.query;
    return { id: name as TicketAttachment['id'], name, type: 'text/plain', size: name.length };
  }) as HubClient['request'];
  const uploads = createUploads({ request });
  const states = () => uploads.of(ticketId(1)).map(({ file, state }) => [file.name, state]);
  return { uploads, refusing, states };
}

describe('files for a ticket', () => {
  it('go with the next words, and only with those of their ticket', async () => {
    const { uploads, states } = withHub();
    uploads.add(ticketId(1), [aFile('a.txt'), aFile('b.txt')]);
    uploads.add(ticketId(2), [aFile('c.txt')]);
    await vi.waitFor(() =>
      expect(states()).toEqual([
        ['a.txt', 'there'],
        ['b.txt', 'there'],
      ]),
    );
    expect(uploads.take(ticketId(1)).map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
    expect(states()).toEqual([]);
    expect(uploads.of(ticketId(2))).toHaveLength(1);
  });

  it('stay with a way on when they are refused', async () => {
    const { uploads, refusing, states } = withHub();
    refusing.now = true;
    uploads.add(ticketId(1), [aFile('big.zip')]);
    await vi.waitFor(() => expect(states()).toEqual([['big.zip', 'failed']]));
    refusing.now = false;
    uploads.retry(uploads.of(ticketId(1))[0]?.key ?? 0);
    await vi.waitFor(() => expect(states()).toEqual([['big.zip', 'there']]));
    uploads.remove(uploads.of(ticketId(1))[0]?.key ?? 0);
    expect(states()).toEqual([]);
  });

  it('are as many as one entry takes', () => {
    const { uploads } = withHub();
    uploads.add(
      ticketId(1),
      Array.from({ length: 12 }, (_, n) => aFile(`${n}.txt`)),
    );
    uploads.add(ticketId(1), [aFile('more.txt')]);
    expect(uploads.of(ticketId(1))).toHaveLength(10);
  });
});
