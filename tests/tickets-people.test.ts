import { expect, test } from 'vitest';
import { recount } from '#server/tickets/figures/counts.store.ts';
import { listAudit } from '#shared/contract/admin.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import {
  addToTicket,
  deleteTicket,
  getTicket,
  listTickets,
  removeFromTicket,
  replyToTicket,
  ticketChanged,
  ticketRemoved,
  updateTicket,
  watchTickets,
} from '#shared/contract/tickets.ts';
import { createTestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const unknown = '00000000-0000-4000-8000-000000000000';

test('an added customer reads and writes what the requester does, until they are taken out or leave', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
  const { id: ticketId } = await open(cleo);
  const personId = hub.seed.idOf('eve');
  await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Hm.', note: true });
  await expect(eve.call(getTicket, { ticketId })).rejects.toMatchObject({ code: 'notFound' });

  expect(await ben.call(addToTicket, { ticketId, personId })).toMatchObject({ people: [personId] });
  // Twice is once.
  expect(await ben.call(addToTicket, { ticketId, personId })).toMatchObject({ people: [personId], seq: 3 });
  const { ticket, entries, people } = await eve.call(getTicket, { ticketId });
  expect(entries.map(({ kind }) => kind)).toEqual(['reply', 'change']);
  expect(people.map(({ id }) => id)).toContain(personId);
  expect((await eve.call(listTickets, {})).tickets).toEqual([ticket]);
  const heard = eve.next(ticketChanged);
  const said = await eve.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Same here.' });
  expect(said.ticket).toMatchObject({ status: 'new', firstResponseAt: null });
  expect((await heard).entry).toEqual(said.entry);

  const late: number[] = [];
  eve.on(ticketChanged, ({ ticket }) => late.push(ticket.seq));
  await ben.call(removeFromTicket, { ticketId, personId });
  await expect(eve.call(getTicket, { ticketId })).rejects.toMatchObject({ code: 'notFound' });
  await ben.call(updateTicket, { ticketId, changes: { status: 'pending' } });
  await ben.call(addToTicket, { ticketId, personId });
  expect(late).not.toContain(6);
  expect((await eve.call(removeFromTicket, { ticketId, personId })).people).toEqual([]);
});

test('only the desk adds and takes out, and no guests of nowhere', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
  const { id: ticketId } = await open(cleo);
  const personId = hub.seed.idOf('dan');
  await expect(cleo.call(addToTicket, { ticketId, personId })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(eve.call(addToTicket, { ticketId, personId })).rejects.toMatchObject({ code: 'notFound' });
  await ben.call(addToTicket, { ticketId, personId });
  await expect(cleo.call(removeFromTicket, { ticketId, personId })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(ben.call(addToTicket, { ticketId, personId: unknown as PersonId })).rejects.toMatchObject({
    code: 'notFound',
  });
  await expect(ben.call(addToTicket, { ticketId: unknown as TicketId, personId })).rejects.toMatchObject({
    code: 'notFound',
  });
});

test('administrators delete a ticket: gone for all, counted out, and the audit log remembers', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const { id: ticketId, number } = await open(cleo);
  await open(cleo, 'Another one');
  await cleo.call(getTicket, { ticketId });
  await ben.call(watchTickets, {});
  for (const client of [ben, cleo])
    await expect(client.call(deleteTicket, { ticketId })).rejects.toMatchObject({ code: 'forbidden' });
  const told = [ben.next(ticketRemoved), cleo.next(ticketRemoved)];
  await ada.call(deleteTicket, { ticketId });
  expect(await Promise.all(told)).toEqual([{ ticketId }, { ticketId }]);
  for (const client of [ada, cleo])
    await expect(client.call(getTicket, { ticketId })).rejects.toMatchObject({ code: 'notFound' });
  await expect(ada.call(deleteTicket, { ticketId })).rejects.toMatchObject({ code: 'notFound' });
  const { queues } = await ada.call(watchTickets, {});
  expect(queues.flatMap(({ counts }) => counts)).toEqual(await recount(hub.hub.platform.db.read));
  const { entries } = await ada.call(listAudit, { action: 'tickets' });
  expect(entries).toMatchObject([{ action: 'tickets.deleted', target: { name: `#${number}` } }]);
});
