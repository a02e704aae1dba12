import { CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../../app/CopyField.tsx';
import classes from './AloneCard.module.css';
import { useCall } from './use-call.ts';
import { meetingLink } from './meeting-link.ts';

/** Nobody else is here yet: the one next step is to hand on the link. */
export function AloneCard() {
  const { t } = useTranslation('meetings');
  const { meeting } = useCall();
  const [closed, setClosed] = useState(false);
  if (closed) return null;
  return (
    <section className={classes.card} aria-label={t('alone.title')}>
      <div className={classes.head}>
        <p className={classes.title}>{t('alone.title')}</p>
        <CloseButton aria-label={t('alone.close')} onClick={() => setClosed(true)} />
      </div>
      <p className={classes.text}>{t(meeting.lobby ? 'alone.lobby' : 'alone.open')}</p>
      <CopyField label={t('alone.link')} value={meetingLink(meeting.code)} />
    </section>
  );
}
