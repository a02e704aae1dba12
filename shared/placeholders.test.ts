import { expect, test } from 'vitest';
import { fillPlaceholders } from './placeholders.ts';

const values = {
  'ticket.number': '42',
  'ticket.subject': 'Printer {{agent.name}}',
  'requester.name': 'Cleo $& $1',
  'company.name': 'Acorn',
  'agent.name': 'Ben',
};

test('names become values, spaces or not', () => {
  const text = 'Hello {{requester.name}}, #{{ ticket.number }} of {{company.name}} is mine.\n{{agent.name}}';
  expect(fillPlaceholders(text, values)).toBe('Hello Cleo $& $1, #42 of Acorn is mine.\nBen');
});

test('a value is not read again', () => {
  expect(fillPlaceholders('{{ticket.subject}}', values)).toBe('Printer {{agent.name}}');
});

test('what is no name stays', () => {
  for (const text of [
    '{{requester.email}}',
    '{{constructor.name}}',
    '{{}}',
    '{requester.name}',
    '{{requester.name',
  ])
    expect(fillPlaceholders(text, values)).toBe(text);
});
