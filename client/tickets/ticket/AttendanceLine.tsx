import { IconEye, IconPencil } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TicketId } from '#shared/contract/ids.ts';
import { useNames } from '../../app/people.ts';
import { tickets } from '../use-tickets.ts';
import classes from './AttendanceLine.module.css';

/** Who else is at this ticket: two answers to one question help nobody. */
export function AttendanceLine({ ticketId }: { ticketId: TicketId }) {
  const { t } = useTranslation('tickets');
  useEffect(() => tickets.attendance.enter(ticketId), [ticketId]);
  const others = useStore(tickets.attendance.store, (state) => state.others);
  const typing = others.filter((each) => each.typing);
  const shown = typing.length > 0 ? typing : others;
  const names = useNames(shown.map(({ personId }) => personId)).filter((name) => name !== undefined);
  const Icon = typing.length > 0 ? IconPencil : IconEye;
  return (
    <div className={classes.line} data-typing={typing.length > 0} aria-live="polite">
      {names.length > 0 && (
        <>
          <Icon size={14} aria-hidden="true" />
          {t(typing.length > 0 ? 'attendance.types' : 'attendance.looks', {
            count: names.length,
            names: names.join(', '),
          })}
        </>
      )}
    </div>
  );
}
