import { expect, test } from 'vitest';
import type { QueueSetup } from '#shared/contract/desk.ts';
import { isRight, newDraft, rulesOf, setupOf, toDraft } from './queues.core.ts';

const queue = {
  id: '00000002-0000-7000-8000-000000000001',
  name: 'Support',
  restricted: true,
  archived: false,
  members: [{ id: '00000003-0000-7000-8000-000000000001', displayName: 'Ada' }],
  load: 4,
  overdueHours: 72,
  rules: {
    remindAfterHours: null,
    closeAfterHours: 48,
    keepAttachments: false,
    attachments: { kinds: ['image', 'pdf'], count: 5, bytes: 2_621_440 },
  },
} as Partial<QueueSetup> as QueueSetup;

test('what is typed is what was set', () => {
  const draft = toDraft(queue);
  expect(draft).toMatchObject({ remindAfterHours: '', closeAfterHours: '48', megabytes: '2.5' });
  expect(rulesOf(draft)).toEqual(queue.rules);
  expect(setupOf({ ...draft, name: ' Help ' })).toEqual({
    id: queue.id,
    name: 'Help',
    restricted: true,
    memberIds: [queue.members[0]?.id],
  });
});

test('a new queue takes all files, and nothing happens in it by itself', () => {
  expect(rulesOf(newDraft())).toMatchObject({
    remindAfterHours: null,
    closeAfterHours: null,
    keepAttachments: true,
    attachments: { count: 100, bytes: 26_214_400 },
  });
});

test('numbers are judged before they are sent; no hours mean never', () => {
  expect(['', '24', '0', '8761', 'x'].map(isRight.closeAfterHours)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(['', '72'].map(isRight.overdueHours)).toEqual([false, true]);
  expect(['2,5', '0', '26'].map(isRight.megabytes)).toEqual([true, false, false]);
});
