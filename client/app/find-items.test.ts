import { describe, expect, it } from 'vitest';
import { findItems } from './find-items.ts';
import type { SwitcherItem, SwitcherSource } from './switcher.ts';

const item = (label: string, rest: Partial<SwitcherItem> = {}): SwitcherItem => ({
  id: label,
  label,
  run: () => {},
  ...rest,
});
const source = (group: SwitcherSource['group'], items: SwitcherItem[]): SwitcherSource => ({
  group,
  items: () => items,
});
const labels = async (sources: SwitcherSource[], query: string) =>
  (await findItems(sources, query)).map(({ group, items }) => [group, ...items.map(({ label }) => label)]);

describe('findItems', () => {
  const channels = source('channels', [
    item('general', { hint: 'Workshop' }),
    item('releases'),
    item('random'),
  ]);
  const actions = source('actions', [item('Settings'), item('New meeting')]);

  it('shows the groups in their order while nothing is typed', async () => {
    expect(await labels([actions, channels], '')).toEqual([
      ['channels', 'general', 'random', 'releases'],
      ['actions', 'New meeting', 'Settings'],
    ]);
  });

  it('puts the group with the best match first and leaves out what does not match', async () => {
    expect(await labels([channels, actions], 'set')).toEqual([['actions', 'Settings']]);
    expect(await labels([channels, actions], 'new')).toEqual([['actions', 'New meeting']]);
  });

  it('finds by the hint too, below a match of the label', async () => {
    const both = source('channels', [item('orders', { hint: 'Workshop' }), item('workshop')]);
    expect(await labels([both], 'workshop')).toEqual([['channels', 'workshop', 'orders']]);
  });

  it('prefers what weighs more among equals', async () => {
    const two = source('channels', [item('general a'), item('general b', { weight: 5 })]);
    expect(await labels([two], 'general')).toEqual([['channels', 'general b', 'general a']]);
  });

  it('goes on without a source that fails', async () => {
    const broken: SwitcherSource = { group: 'people', items: () => Promise.reject(new Error('offline')) };
    expect(await labels([broken, channels], 'gen')).toEqual([['channels', 'general']]);
  });
});
