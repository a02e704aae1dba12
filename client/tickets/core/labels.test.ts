import { expect, test } from 'vitest';
import type { TicketLabelId } from '#shared/contract/ids.ts';
import type { TicketLabel } from '#shared/contract/labels.ts';
import { labelOf } from '#shared/ticket-labels.ts';
import { changesOf, type Option, optionCalled, optionsOf, wordOf } from './labels.ts';

const shape = { names: null, color: null, hidden: false, builtIn: false };
const id = (n: number) => `00000005-0000-7000-8000-${String(n).padStart(12, '0')}` as TicketLabelId;
const high: TicketLabel = { ...shape, id: id(1), field: 'priority', value: 'high', builtIn: true };
const vip: TicketLabel = {
  ...shape,
  id: id(2),
  field: 'priority',
  value: 'high',
  names: { en: 'VIP', fr: 'VIP' },
};
const low: TicketLabel = {
  ...shape,
  id: id(3),
  field: 'priority',
  value: 'low',
  builtIn: true,
  hidden: true,
};
const supplier: TicketLabel = {
  ...shape,
  id: id(4),
  field: 'status',
  value: 'pending',
  names: { en: 'Waiting for supplier', fr: 'Attend le fournisseur' },
};
const labels = [vip, high, low, supplier];

test('priorities are offered as they were placed, own statuses after what they stand for, hidden ones not at all', () => {
  expect(optionsOf('priority', labels).map(wordOf)).toEqual([vip.id, 'high']);
  expect(optionsOf('status', labels).map(wordOf)).toEqual([
    'new',
    'open',
    'pending',
    supplier.id,
    'waiting',
    'solved',
    'closed',
  ]);
});

test('a label shows for its own value alone; else the value has its own word', () => {
  expect(labelOf(labels, 'priority', 'high', vip.id)).toBe(vip);
  expect(labelOf(labels, 'priority', 'high', null)).toBe(high);
  expect(labelOf(labels, 'status', 'open', supplier.id)).toBeUndefined();
  expect(labelOf(labels, 'priority', 'low', null)).toBe(low);
});

test('to pick one is to change the value and the label', () => {
  const [, , , option] = optionsOf('status', labels);
  expect(option && changesOf('status', option)).toEqual({ status: 'pending', statusLabelId: supplier.id });
  const [, plain] = optionsOf('priority', labels);
  expect(plain && changesOf('priority', plain)).toEqual({ priority: 'high', priorityLabelId: null });
});

test('an option is called by its name in either language, by its value, or by a beginning that no other has', () => {
  const french: Record<string, string> = { new: 'Nouveau', open: 'Ouvert', waiting: 'Attend le client' };
  const nameOf = ({ label, value }: Option) => label?.names?.fr ?? french[value] ?? value;
  const called = (words: string) => {
    const option = optionCalled(optionsOf('status', labels), words, nameOf);
    return option && wordOf(option);
  };
  for (const words of ['attend le fournisseur', ' WAITING for supplier ', 'attend le f'])
    expect(called(words)).toBe(supplier.id);
  expect(called('pending')).toBe('pending');
  expect(called('ouvert')).toBe('open');
  expect(called('nouv')).toBe('new');
  expect(called('Waiting')).toBe('waiting');
  for (const words of ['attend', '', ' ', 'lost']) expect(called(words)).toBeUndefined();
  const priorities = optionsOf('priority', labels);
  expect(optionCalled(priorities, 'vip', nameOf)).toMatchObject({ label: vip });
  expect(optionCalled(priorities, 'low', nameOf)).toBeUndefined();
});
