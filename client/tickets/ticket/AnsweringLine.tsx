import { IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ticketAnswering } from '#shared/contract/desk.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import { hub } from '../../app/hub.ts';
import classes from './AttendanceLine.module.css';

/** Whoever goes on typing says so again before this. */
const typingMs = 8_000;

/** For the customer: that an answer is being typed. */
export function AnsweringLine({ ticketId }: { ticketId: TicketId }) {
  const { t } = useTranslation('tickets');
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    let forgetting: ReturnType<typeof setTimeout> | undefined;
    const stop = hub.on(ticketAnswering, (news) => {
      if (news.ticketId !== ticketId) return;
      clearTimeout(forgetting);
      forgetting = setTimeout(() => setName(null), typingMs);
      setName(news.name);
    });
    return () => {
      stop();
      clearTimeout(forgetting);
    };
  }, [ticketId]);
  return (
    <div className={classes.line} aria-live="polite">
      {name !== null && (
        <>
          <IconPencil size={14} aria-hidden="true" />
          {t('attendance.types', { count: 1, names: name })}
        </>
      )}
    </div>
  );
}
