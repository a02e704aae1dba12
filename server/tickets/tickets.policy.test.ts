import { expect, test } from 'vitest';
import type { CompanyId, PersonId, QueueId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { TicketEntry } from '#shared/contract/tickets.ts';
import { canRemovePerson, entryFor, type Standing, sideOf, worksOn } from './tickets.policy.ts';

const [asker, agent, helper, colleague] = ['asker', 'agent', 'helper', 'colleague'] as PersonId[] as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];
const [open, secret] = ['open', 'secret'] as QueueId[] as [QueueId, QueueId];
const acorn = 'acorn' as CompanyId;
const ticket = { queueId: open, requesterId: asker, companyId: acorn, people: [helper] };
const employee = (personId: PersonId): Standing => ({
  by: 'employee',
  personId,
  queues: new Set<QueueId>([open]),
});
const customer = (personId: PersonId, companyId: CompanyId | null = null): Standing => ({
  by: 'customer',
  personId,
  companyId,
});

test('the desk of the queue works on it, the customer’s side reads it, others do not see it', () => {
  expect(sideOf(employee(agent), ticket)).toBe('employee');
  expect(sideOf(employee(asker), ticket)).toBe('employee');
  expect(sideOf(customer(asker), ticket)).toBe('customer');
  expect(sideOf(customer(colleague, acorn), ticket)).toBe('customer');
  expect(sideOf(customer(helper), ticket)).toBe('customer');
  expect(sideOf(customer(colleague), ticket)).toBeUndefined();
  expect(sideOf(customer(colleague), { ...ticket, companyId: null })).toBeUndefined();
});

test('an employee outside of a restricted queue sees what they asked or were added to as a customer does', () => {
  const hidden = { ...ticket, queueId: secret };
  expect(sideOf(employee(agent), hidden)).toBeUndefined();
  expect(sideOf(employee(helper), hidden)).toBe('customer');
  expect(sideOf(employee(asker), hidden)).toBe('customer');
  expect(worksOn(employee(helper), hidden)).toBe(false);
});

test('everybody leaves, only the desk takes out others', () => {
  expect(canRemovePerson(customer(helper), ticket, helper)).toBe(true);
  expect(canRemovePerson(customer(asker), ticket, helper)).toBe(false);
  expect(canRemovePerson(employee(agent), ticket, helper)).toBe(true);
});

test('customers learn of a change its status and people, and never of a note', () => {
  const written = { id: 'e' as TicketEntryId, ticketId: 't' as TicketId, seq: 1, at: '', authorId: agent };
  const change: TicketEntry = {
    ...written,
    kind: 'change',
    before: { priority: 'low', people: [] },
    after: { priority: 'high', people: [helper] },
  };
  expect(entryFor('customer', change)).toMatchObject({ before: { people: [] }, after: { people: [helper] } });
  expect(entryFor('customer', change)).not.toHaveProperty('after.priority');
  expect(entryFor('customer', { ...change, after: { priority: 'high' } })).toBeUndefined();
  expect(entryFor('customer', { ...written, kind: 'note', body: 'psst', attachments: [] })).toBeUndefined();
  expect(entryFor('employee', change)).toBe(change);
});
