import { describe, expect, it } from 'vitest';
import { Autoscaling } from '#shared/contract/admin.ts';
import en from '#shared/locales/en/admin.json' with { type: 'json' };
import fr from '#shared/locales/fr/admin.json' with { type: 'json' };
import { scalingReasons } from '#shared/scaling-reasons.ts';
import { findMistakes, fromDraft, isRight, toDraft } from './scaling.core.ts';

const settings: Autoscaling = {
  enabled: true,
  monthlyCap: 600.5,
  regions: { eu: { floor: 1, ceiling: 4, nodePrice: 38.5, webhook: null, useCommand: true } },
};
const typed = () => toDraft(settings, (value) => String(value).replace('.', ','));

describe('rules of scaling', () => {
  it('come back from the form as they went in', () => {
    const draft = typed();
    expect(isRight(findMistakes(draft))).toBe(true);
    const read = fromDraft(draft);
    expect(read).toMatchObject(settings);
    expect(Autoscaling.parse(read)).toEqual(read);
    expect(read.regions.ap).toMatchObject({ floor: 0, ceiling: 0 });
  });

  it('name each mistake where it is', () => {
    const draft = typed();
    draft.monthlyCap = 'a lot';
    draft.regions.eu = { floor: '5', ceiling: '2', nodePrice: '-1', hook: 'webhook', webhook: 'scale' };
    expect(findMistakes(draft)).toEqual({
      monthlyCap: 'cap',
      regions: { eu: { ceiling: 'belowFloor', nodePrice: 'price', webhook: 'url' } },
    });
  });

  it('have no cap when nothing is typed', () => {
    expect(fromDraft({ ...typed(), monthlyCap: ' ' }).monthlyCap).toBeNull();
  });
});

describe('decisions', () => {
  it.each(scalingReasons)('have a sentence for %s in both languages', (reason) => {
    expect(en.scaling.reasons).toHaveProperty(reason);
    expect(fr.scaling.reasons).toHaveProperty(reason);
  });
});
