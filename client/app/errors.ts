import i18next, { type TFunction } from 'i18next';
import { AppError } from '#shared/contract/errors.ts';

export type Described = {
  /** What happened, a sentence. */
  title: string;
  /** What to do, a sentence. */
  advice: string;
  /** For the details only: the code and the request's id. */
  details: string;
  /** Trying the same again may help. */
  retriable: boolean;
};

const retriable = new Set(['timeout', 'unavailable', 'tooMany', 'internal']);
/** Words for any failure, by code and reason. `t` of any namespace. */
export function describeError(error: unknown, t: TFunction): Described {
  const known = error instanceof AppError ? error : undefined;
  const code = known?.code ?? 'internal';
  const reason = known?.details.reason;
  const ownWords = `common:errors.reasons.${reason}`;
  const path = i18next.exists(`${ownWords}.title`) ? ownWords : `common:errors.${code}`;
  const seconds = Math.ceil((known?.details.retryAfterMs ?? 0) / 1000);
  return {
    title: t(`${path}.title`),
    advice:
      code === 'tooMany' && seconds > 0
        ? t('common:errors.tooManyFor', { count: seconds })
        : t(`${path}.advice`),
    details: [code, reason, known?.details.requestId].filter(Boolean).join(' · '),
    retriable: retriable.has(code),
  };
}
