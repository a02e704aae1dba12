import { useTranslation } from 'react-i18next';
import { useFigures } from '../admin/kit/use-figures.ts';
import { Bar } from './Bar.tsx';
import { Figure } from './Figure.tsx';
import { ListLink } from './ListLink.tsx';
import { Panel } from './Panel.tsx';
import classes from './Shares.module.css';
import { countOf, type Half, impacts, meanResponse, sharesOf, statusesOf, unsolved } from './summary.ts';
import { useScene } from './use-wall.ts';

/** By priority, with the part of each. */
export function Priorities({ half }: { half: Half }) {
  const { t } = useTranslation('wall');
  const { boards } = useScene();
  const format = useFigures();
  return (
    <Panel title={t(`priorities.${half}`)}>
      <ul className={classes.rows}>
        {sharesOf(boards, half).map(({ priority, count, share }) => (
          <li key={priority} className={classes.row}>
            <span className={classes.mark} data-priority={priority} aria-hidden="true" />
            <span className={classes.name}>{t(`priority.${priority}`)}</span>
            <Bar share={share} tone={priority} />
            <span className={classes.share}>{format.share(share)}</span>
            <ListLink to={{ status: statusesOf[half].join(','), priority }} className={classes.count}>
              <Figure value={count} />
            </ListLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Tickets that are not solved, by what they do to the customer. */
export function Impacts() {
  const { t } = useTranslation('wall');
  const { boards } = useScene();
  return (
    <Panel title={t('impacts')}>
      <dl className={classes.tiles}>
        {impacts.map((impact) => (
          <div key={impact} data-impact={impact}>
            <dt>{t(`impact.${impact}`)}</dt>
            <dd>
              <ListLink to={{ status: unsolved.join(','), impact }}>
                <Figure
                  value={countOf(boards, (cell) => cell.impact === impact && unsolved.includes(cell.status))}
                />
              </ListLink>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** Mean time to the first public reply of somebody. */
export function Responses() {
  const { t } = useTranslation('wall');
  const { boards, now } = useScene();
  const format = useFigures();
  const write = (ms: number | null) => format.lasting(ms === null ? null : ms / 1000);
  return (
    <Panel title={t('responses.title')}>
      <dl className={classes.tiles}>
        {[7, 30].map((days) => (
          <div key={days}>
            <dt>{t('responses.days', { days })}</dt>
            <dd>
              <Figure value={meanResponse(boards, days, now)} write={write} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
