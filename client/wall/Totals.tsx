import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Figure } from './Figure.tsx';
import { type ListFilter, ListLink } from './ListLink.tsx';
import { countOfStatus, countToday, unsolved } from './summary.ts';
import classes from './Totals.module.css';
import { useScene } from './use-wall.ts';

type Total = {
  name: 'unsolved' | 'new' | 'open' | 'pending' | 'waiting' | 'solved';
  statuses: typeof unsolved;
};
const totals: Total[] = [
  { name: 'unsolved', statuses: unsolved },
  { name: 'new', statuses: ['new'] },
  { name: 'open', statuses: ['open'] },
  { name: 'pending', statuses: ['pending'] },
  { name: 'waiting', statuses: ['waiting'] },
  { name: 'solved', statuses: ['solved'] },
];

/** The state of the desk in one line. */
export function Totals() {
  const { t } = useTranslation('wall');
  const { boards, now, timeZone } = useScene();
  return (
    <dl className={classes.totals}>
      {totals.map(({ name, statuses }) => (
        <Tile key={name} name={name} label={t(`totals.${name}`)} to={{ status: statuses.join(',') }}>
          <Figure value={countOfStatus(boards, ...statuses)} />
        </Tile>
      ))}
      <Tile name="createdToday" label={t('totals.createdToday')} to={{ status: 'any' }}>
        <Figure value={countToday(boards, 'created', now, timeZone)} />
      </Tile>
      <Tile name="closedToday" label={t('totals.closedToday')} to={{ status: 'closed' }}>
        <Figure value={countToday(boards, 'closed', now, timeZone)} />
      </Tile>
    </dl>
  );
}

function Tile(props: { name: string; label: string; to: ListFilter; children: ReactNode }) {
  return (
    <div className={classes.tile} data-total={props.name}>
      <dt>{props.label}</dt>
      <dd>
        <ListLink to={props.to}>{props.children}</ListLink>
      </dd>
    </div>
  );
}
