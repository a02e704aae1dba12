import { describe, expect, it } from 'vitest';
import { CostInput } from '#shared/contract/cost.ts';
import { firstDraft, readDraft } from './cost.core.ts';

const draft = () => firstDraft((value) => String(value).replace('.', ','));

describe('the form of the cost page', () => {
  it('starts with what the hub assumes', () => {
    expect(readDraft(draft())).toEqual({ input: CostInput.parse({}), wrong: new Set() });
  });

  it('reads shares as percentages', () => {
    expect(readDraft({ ...draft(), headroom: '75' }).input?.headroom).toBe(0.75);
  });

  it('names the fields that cannot be', () => {
    const { input, wrong } = readDraft({
      ...draft(),
      groupSize: '1',
      users: { eu: 'all', na: '0', sa: '0', ap: '0' },
    });
    expect(input).toBeNull();
    expect([...wrong].toSorted()).toEqual(['groupSize', 'users.eu']);
  });
});
