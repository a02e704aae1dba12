import { createInstance, type i18n } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HealthCheck } from '#shared/contract/admin.ts';
import { healthReasons } from '#shared/health-reasons.ts';
import en from '#shared/locales/en/admin.json' with { type: 'json' };
import fr from '#shared/locales/fr/admin.json' with { type: 'json' };
import { createFigures } from '../kit/figures.ts';
import { wordsOf } from './health-words.ts';

const languages = { en: createInstance(), fr: createInstance() };
beforeAll(async () => {
  for (const [lng, texts] of [
    ['en', en],
    ['fr', fr],
  ] as const)
    await languages[lng].init({
      lng,
      resources: { [lng]: { admin: texts } },
      defaultNS: 'admin',
      interpolation: { escapeValue: false },
    });
});

const say = (i18n: i18n, check: Omit<HealthCheck, 'tookMs'>) =>
  wordsOf(
    { ...check, tookMs: 1 },
    { t: (key, facts) => i18n.t(key, facts), exists: (key) => i18n.exists(key) },
    createFigures(i18n.language),
  );

const every = Object.entries(healthReasons).flatMap(([id, reasons]) =>
  Object.entries(reasons).map(([reason, facts]) => ({ id: id as HealthCheck['id'], reason, facts })),
);

describe('words of a health check', () => {
  it.each(every)('has a sentence for $id $reason that its facts fill', ({ id, reason, facts }) => {
    const known = Object.fromEntries(facts.map((name: string) => [name, 7]));
    for (const i18n of Object.values(languages)) {
      expect(i18n.exists(`admin:health.checks.${id}.reasons.${reason}.text`), i18n.language).toBe(true);
      const { sentence, advice } = say(i18n, { id, status: 'warning', reason, facts: known });
      expect(`${sentence} ${advice ?? ''}`).not.toMatch(/\{\{/);
    }
  });

  it('writes facts in their units', () => {
    const facts = { freeBytes: 1.2e9, freeShare: 0.03 };
    const disk = { id: 'disk', status: 'failed', reason: 'low', facts } as const;
    expect(say(languages.en, disk).sentence).toBe('Only 1.2 GB free, 3% of the disk.');
    const media = { region: 'na', participants: 448, capacity: 800 };
    const full = { id: 'media', status: 'warning', reason: 'full', facts: media } as const;
    expect(say(languages.en, full).sentence).toMatch(/^North America: 448/);
  });

  it('has a plain sentence for a reason of a newer hub', () => {
    const check = { id: 'bus', status: 'warning', reason: 'tangled', facts: {} } as const;
    expect(say(languages.en, check).sentence).toBe('Something is not as it should be.');
  });
});
