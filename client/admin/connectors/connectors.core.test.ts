import { expect, test } from 'vitest';
import type { Connector } from '#shared/contract/connectors.ts';
import { emptyDraft, fromDraft, isInterval, isServer, stateOf, toDraft } from './connectors.core.ts';

const odoo = {
  settings: {
    kind: 'odoo',
    name: 'Ours',
    url: 'https://odoo.example.org',
    queueId: 'q',
    intervalMinutes: 15,
    enabled: true,
    database: 'acorn',
    login: 'hub',
    model: 'project.task',
  },
  trouble: null,
  syncedAt: null,
} as Partial<Connector> as Connector;

test('what is typed is what was set, without the key', () => {
  const draft = toDraft(odoo);
  expect(draft.key).toBe('');
  expect(fromDraft(draft, true)).toEqual(odoo.settings);
  expect(fromDraft({ ...emptyDraft, name: 'A', queueId: 'q' }, false)).toEqual({
    kind: 'atera',
    name: 'A',
    url: 'https://app.atera.com',
    queueId: 'q',
    intervalMinutes: 5,
    enabled: false,
  });
});

test('addresses and intervals are checked before they are sent', () => {
  expect(['https://a.example', 'http://10.0.0.7:8069/', 'a.example', 'ftp://a'].map(isServer)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(['1', '1440', '0', '1441', 'x', ''].map(isInterval)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('paused comes before what went wrong, and trouble before the first time', () => {
  expect(stateOf(odoo)).toBe('first');
  expect(stateOf({ ...odoo, syncedAt: '2026-01-01T00:00:00Z' })).toBe('fine');
  expect(stateOf({ ...odoo, trouble: 'refused' })).toBe('refused');
  expect(stateOf({ ...odoo, trouble: 'refused', settings: { ...odoo.settings, enabled: false } })).toBe(
    'paused',
  );
});
