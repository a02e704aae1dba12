import { useTranslation } from 'react-i18next';
import { useFigures } from '../admin/kit/use-figures.ts';
import { Figure } from './Figure.tsx';
import classes from './Lists.module.css';
import { ListLink } from './ListLink.tsx';
import { Panel } from './Panel.tsx';
import { lateOf, lateSince, newestOf, type Reading, unsolved } from './summary.ts';
import { TicketLines } from './TicketLines.tsx';
import { useScene } from './use-wall.ts';

type Props = { list: 'opened' | 'pending' | 'alerts'; rows?: number };

export function Newest({ list, rows }: Props) {
  const { t } = useTranslation('wall');
  const { boards } = useScene();
  const since = list === 'pending' ? 'updatedAt' : 'createdAt';
  return (
    <Panel title={t(`lists.${list}.title`)}>
      <TicketLines
        tickets={newestOf(boards, list).slice(0, rows)}
        since={(ticket) => ticket[since]}
        none={t(`lists.${list}.none`)}
      />
    </Panel>
  );
}

const filters = {
  owed: { status: unsolved.join(','), waiting: 'us' },
  old: { status: unsolved.join(',') },
  promised: { sla: 'breached' },
} satisfies Record<Reading, object>;

/** Tickets beyond the threshold of their queue: because we owe an answer, or by their age. */
export function Late({ reading }: { reading: 'owed' | 'old' }) {
  const { boards } = useScene();
  const format = useFigures();
  const limits = boards.map(({ name, overdueHours }) => `${name} ${format.hours(overdueHours)}`);
  return <Overdue reading={reading} limits={limits.join(' · ')} />;
}

/** Tickets whose service level promises something, the most urgent first. Nothing where none does. */
export function Promised() {
  const { boards } = useScene();
  return lateOf(boards, 'promised').tickets.length > 0 && <Overdue reading="promised" />;
}

function Overdue({ reading, limits }: { reading: Reading; limits?: string }) {
  const { t } = useTranslation('wall');
  const { boards } = useScene();
  const { count, tickets } = lateOf(boards, reading);
  return (
    <Panel
      title={t(`late.${reading}.title`)}
      aside={
        <ListLink to={filters[reading]} className={count === 0 ? classes.none : classes.count}>
          <Figure value={count} />
        </ListLink>
      }
    >
      <p className={classes.note}>{t(`late.${reading}.note`, { limits })}</p>
      <TicketLines
        tickets={tickets}
        since={(ticket) => lateSince(ticket, reading)}
        isPromise={reading === 'promised'}
        none={t(`late.${reading}.none`)}
      />
    </Panel>
  );
}
