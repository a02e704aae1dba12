import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Banners.module.css';
import { useConnection, useMaybeMe } from './hub.ts';
import { applyUpdate, useUpdate } from './update.ts';

/** A short interruption heals unseen: the banner waits this long. */
const patienceMs = 2_000;

/** The connection's state and a waiting update, in one quiet line above the page. */
export function Banners() {
  const { t } = useTranslation('common');
  const state = useConnection();
  const me = useMaybeMe();
  const offline = useOffline();
  const away = me !== null && (state === 'reconnecting' || state === 'connecting');
  const late = useLate(away, patienceMs);
  const updateReady = useUpdate((update) => update.ready);
  const trouble = offline ? 'offline' : late ? 'reconnecting' : null;
  return (
    <>
      <div role="status">
        {trouble && (
          <p className={classes.banner} data-kind={trouble}>
            <span className={classes.pulse} aria-hidden="true" />
            {t(`connection.${trouble}`)}
          </p>
        )}
      </div>
      {updateReady && (
        <p className={classes.banner} data-kind="update">
          {t('update.ready')}
          <button type="button" className={classes.action} onClick={applyUpdate}>
            {t('update.reload')}
          </button>
        </p>
      )}
    </>
  );
}

function useLate(on: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) return;
    const timer = setTimeout(() => setLate(true), ms);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [on, ms]);
  return late;
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const changed = () => setOffline(!navigator.onLine);
    window.addEventListener('online', changed);
    window.addEventListener('offline', changed);
    return () => {
      window.removeEventListener('online', changed);
      window.removeEventListener('offline', changed);
    };
  }, []);
  return offline;
}
