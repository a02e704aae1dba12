import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TicketField } from '#shared/contract/fields.ts';
import type { QueueId, TicketLabelId, TriggerId } from '#shared/contract/ids.ts';
import type { Condition, Trigger } from '#shared/contract/rules.ts';
import { Ticket, TicketPriority, TicketStatus } from '#shared/contract/tickets.ts';
import { act, chain, fires, holds } from './chain.ts';

const id = '00000000-0000-4000-8000-000000000001';
const now = '2026-01-02T03:04:05.000Z';
const supplier = '00000000-0000-4000-8000-000000000002' as TicketLabelId;
const deleted = '00000000-0000-4000-8000-000000000003' as TicketLabelId;
const ticket = Ticket.parse({
  id,
  number: 7,
  seq: 1,
  subject: 'The Printer is on fire',
  queueId: id,
  status: 'open',
  priority: 'normal',
  impact: 'none',
  channel: 'form',
  requesterId: id,
  companyId: null,
  assigneeId: null,
  people: [],
  tags: ['fire'],
  product: null,
  department: null,
  fields: {},
  dueAt: null,
  createdAt: now,
  updatedAt: now,
  firstResponseAt: null,
  waitingSince: now,
  solvedAt: null,
  closedAt: null,
  reopened: 0,
  askedAt: null,
  remindedAt: null,
  rating: null,
  meetingId: null,
  source: null,
  statusLabelId: null,
  priorityLabelId: null,
  sla: null,
});

const trigger = (name: string, parts: Partial<Trigger> = {}): Trigger => ({
  id: name as TriggerId,
  name,
  enabled: true,
  when: { event: 'changed' },
  match: 'all',
  conditions: [],
  actions: { changes: {}, addTags: [], removeTags: [] },
  notice: null,
  updatedAt: now,
  ...parts,
});
const namesOf = (steps: readonly { trigger: Trigger }[]) => steps.map((step) => step.trigger.name);
const high: Condition = { field: 'priority', is: true, values: ['high'] };
const sets = (priority: TicketPriority): Trigger['actions'] => ({
  changes: { priority },
  addTags: [],
  removeTags: [],
});

describe('a condition', () => {
  test.each<[Condition, boolean]>([
    [{ field: 'status', is: true, values: ['new', 'open'] }, true],
    [{ field: 'status', is: false, values: ['new', 'open'] }, false],
    [{ field: 'assigneeId', is: true, values: [null] }, true],
    [{ field: 'companyId', is: false, values: [null] }, false],
    [{ field: 'queueId', is: true, values: [id as QueueId] }, true],
    [{ field: 'tags', is: true, values: ['water', 'fire'] }, true],
    [{ field: 'tags', is: true, values: ['fir'] }, false],
    [{ field: 'subject', is: true, values: ['PRINTER'] }, true],
    [{ field: 'subject', is: false, values: ['printer'] }, false],
    [{ field: 'status', is: true, values: ['new', supplier] }, true],
    [{ field: 'status', is: true, values: [deleted] }, false],
    [{ field: 'priority', is: false, values: [supplier] }, true],
    [{ field: 'fields', fieldKey: 'room', is: true, values: ['B2', 'a1'] }, true],
    [{ field: 'fields', fieldKey: 'room', is: false, values: ['A1'] }, false],
    [{ field: 'fields', fieldKey: 'cost', is: true, values: [5] }, true],
    [{ field: 'fields', fieldKey: 'cost', is: true, values: ['5'] }, false],
    [{ field: 'fields', fieldKey: 'deleted', is: true, values: [null] }, true],
    [{ field: 'fields', fieldKey: 'deleted', is: true, values: ['A1'] }, false],
    [{ field: 'fields', fieldKey: 'room', is: false, values: [null] }, true],
  ])('%o holds: %s', (condition, expected) => {
    const filled = { ...ticket, statusLabelId: supplier, fields: { room: 'A1', cost: 5 } };
    expect(holds(condition, filled)).toBe(expected);
  });
});

describe('a trigger', () => {
  const low: Condition = { field: 'priority', is: true, values: ['low'] };
  const open: Condition = { field: 'status', is: true, values: ['open'] };

  test('fires when all or any of its conditions hold, and without any always', () => {
    const changed = { event: 'changed' } as const;
    expect(fires(trigger('a', { conditions: [open, low] }), changed, ticket)).toBe(false);
    expect(fires(trigger('a', { conditions: [open, low], match: 'any' }), changed, ticket)).toBe(true);
    expect(fires(trigger('a', { match: 'any' }), changed, ticket)).toBe(true);
    expect(fires(trigger('a', { enabled: false }), changed, ticket)).toBe(false);
  });

  test('fires at its own occasion alone', () => {
    const answered = trigger('a', { when: { event: 'replied', by: 'customer' } });
    expect(fires(answered, { event: 'replied', by: 'customer' }, ticket)).toBe(true);
    expect(fires(answered, { event: 'replied', by: 'employee' }, ticket)).toBe(false);
    expect(fires(answered, { event: 'created' }, ticket)).toBe(false);
    const late = trigger('late', { when: { event: 'waiting', hours: 4 } });
    expect(fires(late, { event: 'waiting', triggerId: late.id }, ticket)).toBe(true);
    expect(fires(late, { event: 'waiting', triggerId: 'other' as TriggerId }, ticket)).toBe(false);
  });

  test('keeps what follows from a status, and the number of tags within bounds', () => {
    const solved = act(ticket, { changes: { status: 'solved' }, addTags: [], removeTags: [] }, now);
    expect(solved).toMatchObject({ status: 'solved', solvedAt: now, waitingSince: null });
    const many = Array.from({ length: 20 }, (_, n) => `tag ${n}`);
    const tagged = act(ticket, { changes: {}, addTags: many, removeTags: ['fire'] }, now);
    expect(tagged.tags).toEqual(many);
  });

  test('sets the fields that the ticket can take, in the queue that it is in then', () => {
    const other = '00000000-0000-4000-8000-000000000009' as QueueId;
    const field = (key: string, parts: Partial<TicketField> = {}): TicketField => ({
      key,
      label: { en: key, fr: key },
      kind: 'text',
      choices: [],
      queueIds: null,
      requiredToSolve: false,
      shownToCustomers: false,
      archived: false,
      ...parts,
    });
    const known = {
      labels: [],
      fields: [
        field('room'),
        field('floor', { kind: 'choice', choices: ['ground'] }),
        field('old', { archived: true }),
        field('there', { queueIds: [other] }),
      ],
    };
    const fields = { room: 'A1', floor: 'attic', old: 'x', there: 'y', deleted: 'z' };
    const before = { ...ticket, fields: { room: 'B2', old: 'w' } };
    const sets = { changes: { fields }, addTags: [], removeTags: [] };
    expect(act(before, sets, now, known).fields).toEqual({ room: 'A1', old: 'w' });
    const moving = { ...sets, changes: { fields, queueId: other } };
    expect(act(before, moving, now, known).fields).toEqual({ room: 'A1', old: 'w', there: 'y' });
    const emptying = { ...sets, changes: { fields: { old: null, deleted: null } } };
    expect(act(before, emptying, now, known).fields).toEqual({ room: 'B2' });
  });
});

describe('a word of the desk', () => {
  const label = {
    field: 'status',
    value: 'pending',
    builtIn: false,
    names: null,
    color: null,
    hidden: false,
  } as const;
  const known = { fields: [], labels: [{ ...label, id: supplier }] };
  const sets = (statusLabelId: TicketLabelId): Trigger['actions'] => ({
    changes: { status: 'pending', statusLabelId },
    addTags: [],
    removeTags: [],
  });

  test('is set with what it stands for, also on a ticket that has its value already', () => {
    expect(act(ticket, sets(supplier), now, known)).toMatchObject({
      status: 'pending',
      statusLabelId: supplier,
    });
    const pending = trigger('say who', { actions: sets(supplier) });
    const { steps, again } = chain(
      { ...ticket, status: 'pending' },
      { event: 'changed' },
      [pending],
      now,
      known,
    );
    expect(steps.at(-1)?.after.statusLabelId).toBe(supplier);
    expect(again).toEqual([]);
  });

  test('that was deleted leaves what it stood for', () => {
    expect(act(ticket, sets(deleted), now, known)).toMatchObject({ status: 'pending', statusLabelId: null });
  });
});

describe('a chain', () => {
  test('goes in the order of the triggers, over what they change, and back to earlier ones', () => {
    const first = trigger('tag what is high', {
      conditions: [high],
      actions: { changes: {}, addTags: ['urgent'], removeTags: [] },
    });
    const second = trigger('raise what is new', { when: { event: 'created' }, actions: sets('high') });
    const { steps, again } = chain(ticket, { event: 'created' }, [first, second], now);
    expect(namesOf(steps)).toEqual(['raise what is new', 'tag what is high']);
    expect(steps.at(-1)?.after).toMatchObject({ priority: 'high', tags: ['fire', 'urgent'] });
    expect(again).toEqual([]);
  });

  test('of two that undo each other runs each once, and names the one that would go on', () => {
    const up = trigger('up', {
      conditions: [{ ...high, is: false } as Condition],
      actions: sets('high'),
    });
    const down = trigger('down', { conditions: [high], actions: sets('low') });
    const { steps, again } = chain(ticket, { event: 'changed' }, [up, down], now);
    expect(namesOf(steps)).toEqual(['up', 'down']);
    expect(again).toEqual([up]);
  });

  test('ends, with each trigger once at most, whatever the triggers', () => {
    const anyTrigger = fc.record({
      priority: fc.constantFrom(...TicketPriority.options),
      status: fc.constantFrom(...TicketStatus.options),
      from: fc.constantFrom(...TicketPriority.options),
      is: fc.boolean(),
      event: fc.constantFrom('created' as const, 'changed' as const),
      tags: fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 25 }),
    });
    fc.assert(
      fc.property(fc.array(anyTrigger, { maxLength: 12 }), (all) => {
        const triggers = all.map(({ event, from, is, priority, status, tags }, n) =>
          trigger(`${n}`, {
            when: { event },
            conditions: [{ field: 'priority', is, values: [from] }],
            actions: { changes: { priority, status }, addTags: tags, removeTags: ['fire'] },
          }),
        );
        const { steps } = chain(ticket, { event: 'created' }, triggers, now);
        expect(new Set(namesOf(steps)).size).toBe(steps.length);
        for (const { after } of steps) expect(after.tags.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
