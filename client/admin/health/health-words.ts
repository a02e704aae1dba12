import type { HealthCheck } from '#shared/contract/admin.ts';
import type { Figures } from '../kit/figures.ts';

export type HealthWords = { sentence: string; advice: string | null };
export type Texts = {
  t: (key: string, facts: Record<string, string>) => string;
  exists: (key: string) => boolean;
};

/**
 * The sentence of a check's reason and what to do about it. A reason that this client does not know yet has the sentence of
 * its status; the word itself stays in the details.
 */
export function wordsOf(check: HealthCheck, texts: Texts, format: Figures): HealthWords {
  const { id, status, reason, facts } = check;
  const { t, exists } = texts;
  const own = `admin:health.checks.${id}.reasons.${reason}`;
  const path = exists(`${own}.text`) ? own : `admin:health.anyReason.${status}`;
  const written = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, writeFact(name, value, texts, format)]),
  );
  return {
    sentence: t(`${path}.text`, written),
    advice: exists(`${path}.advice`) ? t(`${path}.advice`, written) : null,
  };
}

/** The end of a fact's name says its unit. */
function writeFact(name: string, value: string | number, { t, exists }: Texts, format: Figures): string {
  if (typeof value === 'string') {
    const word = [`admin:regions.${value}`, `admin:status.${value}`].find(exists);
    return word === undefined ? value : t(word, {});
  }
  if (/bytes$/i.test(name)) return format.bytes(value);
  if (/share$/i.test(name)) return format.share(value);
  if (!/ms$/i.test(name)) return format.count(value);
  return Math.abs(value) < 2_000 ? format.ms(Math.abs(value)) : format.lasting(Math.abs(value) / 1000);
}
