import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './CallTime.module.css';
import { useCallState, useSelf } from './use-call.ts';

/** How long one has been in, and with how many. */
export function CallTime() {
  const { t } = useTranslation('meetings');
  const joinedAt = useSelf()?.joinedAt;
  const count = useCallState(({ room }) => room?.participants.length ?? 0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = joinedAt === undefined ? 0 : Math.max(0, Math.floor((now - Date.parse(joinedAt)) / 1000));
  return (
    <p className={classes.time}>
      <span role="timer" aria-label={t('bar.duration')}>
        {clock(seconds)}
      </span>
      <span aria-hidden="true">·</span>
      <span>{t('bar.count', { count })}</span>
    </p>
  );
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
