import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError, errorCodes } from '#shared/contract/errors.ts';
import en from '../../shared/locales/en/common.json' with { type: 'json' };
import fr from '../../shared/locales/fr/common.json' with { type: 'json' };
import { describeError } from './errors.ts';

beforeAll(() =>
  i18next.init({ lng: 'en', defaultNS: 'common', resources: { en: { common: en }, fr: { common: fr } } }),
);

describe('describeError', () => {
  it.each(errorCodes)('says in both languages what "%s" is and what to do', (code) => {
    for (const locale of ['en', 'fr']) {
      const { title, advice } = describeError(new AppError(code, 'for engineers'), i18next.getFixedT(locale));
      expect(title).not.toContain('errors.');
      expect(advice).not.toContain('errors.');
    }
  });

  it('prefers the words of the reason, and keeps code, reason and request out of them', () => {
    const error = new AppError('conflict', 'x', { details: { reason: 'lastOwner', requestId: 'r-1' } });
    const { title, details } = describeError(error, i18next.t);
    expect(title).toBe('This is the last owner of the space.');
    expect(details).toBe('conflict · lastOwner · r-1');
  });

  it('falls back to the code for a reason without words', () => {
    const error = new AppError('forbidden', 'x', { details: { reason: 'unheardOf' } });
    expect(describeError(error, i18next.t).title).toBe('You are not allowed to do that.');
  });

  it('names the seconds to wait', () => {
    const error = new AppError('tooMany', 'x', { details: { retryAfterMs: 1_200 } });
    expect(describeError(error, i18next.t).advice).toBe('Try again in 2 seconds.');
  });

  it('knows what may be tried again', () => {
    expect(describeError(new AppError('timeout', 'x'), i18next.t).retriable).toBe(true);
    expect(describeError(new AppError('forbidden', 'x'), i18next.t).retriable).toBe(false);
    expect(describeError(new Error('a bug'), i18next.t)).toMatchObject({
      retriable: true,
      details: 'internal',
    });
  });
});
