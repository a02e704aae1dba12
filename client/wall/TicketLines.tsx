import { useTranslation } from 'react-i18next';
import type { WallTicket } from '#shared/contract/wall.ts';
import { useFigures } from '../admin/kit/use-figures.ts';
import { colorStyle } from '../app/label-color.ts';
import { ListLink } from './ListLink.tsx';
import { Nothing } from './Panel.tsx';
import marks from './Shares.module.css';
import classes from './TicketLines.module.css';
import { useScene } from './use-wall.ts';

type Props = {
  tickets: readonly WallTicket[];
  /** What the time at the end of the line counts from; or to, of what is promised. */
  since: (ticket: WallTicket) => string;
  isPromise?: boolean;
  none: string;
};

/** Number, subject, client, priority and age of a few tickets. */
export function TicketLines({ tickets, since, isPromise = false, none }: Props) {
  const { t, i18n } = useTranslation('wall');
  const { now } = useScene();
  const nameOf = ({ priority, priorityFace }: WallTicket) =>
    priorityFace?.names?.[i18n.language === 'fr' ? 'fr' : 'en'] ?? t(`priority.${priority}`);
  if (tickets.length === 0) return <Nothing>{none}</Nothing>;
  return (
    <ul className={classes.lines}>
      {tickets.map((ticket) => (
        <li key={ticket.id} className={classes.line}>
          <span
            className={marks.mark}
            data-priority={ticket.priority}
            data-colored={Boolean(ticket.priorityFace?.color)}
            role="img"
            aria-label={nameOf(ticket)}
            title={nameOf(ticket)}
            {...colorStyle(ticket.priorityFace?.color ?? null)}
          />
          <span className={classes.number}>{ticket.number}</span>
          <ListLink to={ticket.id} className={classes.subject}>
            {ticket.subject}
          </ListLink>
          <span className={classes.client}>{ticket.company?.name ?? t('noCompany')}</span>
          <Time passed={(now - Date.parse(since(ticket))) / 1000} isPromise={isPromise} />
        </li>
      ))}
    </ul>
  );
}

function Time({ passed, isPromise }: { passed: number; isPromise: boolean }) {
  const { t } = useTranslation('wall');
  const format = useFigures();
  const time = format.lasting(isPromise ? Math.abs(passed) : passed);
  const isOver = passed >= 0;
  return (
    <span className={classes.age} data-over={isPromise && isOver}>
      {isPromise ? t(isOver ? 'promised.over' : 'promised.left', { time }) : time}
    </span>
  );
}
