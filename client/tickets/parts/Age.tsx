import { useTranslation } from 'react-i18next';
import { useNow } from '../../app/now.ts';
import { useFormats } from '../../app/time.ts';
import classes from './marks.module.css';

/** How long ago, short and growing; the moment itself on hover. */
export function Age({ at }: { at: string }) {
  const { age, dateTime } = useFormats();
  return (
    <time className={classes.waiting} dateTime={at} title={dateTime(at)}>
      {age(at, useNow())}
    </time>
  );
}

/** Longer than the desk's own measure of "overdue". */
const longMs = 72 * 3_600_000;

/** Since when the desk owes an answer. */
export function WaitingSince({ at }: { at: string | null }) {
  const { t } = useTranslation('tickets');
  const { age, dateTime } = useFormats();
  const now = useNow();
  if (at === null) return null;
  const words = age(at, now);
  return (
    <time
      className={classes.waiting}
      dateTime={at}
      data-long={now - Date.parse(at) > longMs}
      title={t('waiting.since', { at: dateTime(at) })}
    >
      {words}
    </time>
  );
}
