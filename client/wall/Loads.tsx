import { useTranslation } from 'react-i18next';
import { Bar } from './Bar.tsx';
import { Figure } from './Figure.tsx';
import { ListLink } from './ListLink.tsx';
import classes from './Loads.module.css';
import { Nothing, Panel } from './Panel.tsx';
import { agentsOf, clientsOf, unsolved } from './summary.ts';
import { useScene } from './use-wall.ts';

const status = unsolved.join(',');

/** Who asks the most, and where. */
export function Clients({ rows }: { rows: number }) {
  const { t } = useTranslation('wall');
  const { boards } = useScene();
  const clients = clientsOf(boards);
  const most = Math.max(1, ...clients.map(({ total }) => total));
  return (
    <Panel title={t('clients.title')}>
      {clients.length === 0 ? (
        <Nothing>{t('clients.none')}</Nothing>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('clients.client')}</th>
                <th scope="col" className={classes.load}>
                  {t('clients.load')}
                </th>
                <th scope="col" className={classes.number}>
                  {t('clients.total')}
                </th>
                {boards.map(({ queueId, name }) => (
                  <th key={queueId} scope="col" className={classes.number}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {clients.slice(0, rows).map(({ company, total, byQueue }) => (
                <tr key={company?.id ?? ''}>
                  <th scope="row">{company?.name ?? t('noCompany')}</th>
                  <td className={classes.load}>
                    <Bar share={total / most} />
                  </td>
                  <td className={classes.total}>
                    <Count count={total} company={company?.id} />
                  </td>
                  {boards.map(({ queueId }) => (
                    <td key={queueId} className={classes.number}>
                      <Count count={byQueue.get(queueId) ?? 0} company={company?.id} queue={queueId} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {clients.length > rows && (
        <p className={classes.more}>{t('clients.more', { count: clients.length - rows })}</p>
      )}
    </Panel>
  );
}

function Count(props: { count: number; company: string | undefined; queue?: string }) {
  const { count, company, queue } = props;
  if (count === 0) return <span className={classes.zero}>0</span>;
  return (
    <ListLink to={{ status, ...(company ? { company } : {}), ...(queue ? { queue } : {}) }}>
      <Figure value={count} />
    </ListLink>
  );
}

/** Who has how many. */
export function Agents({ rows }: { rows: number }) {
  const { t } = useTranslation('wall');
  const { boards } = useScene();
  const agents = agentsOf(boards);
  const most = Math.max(1, ...agents.map(({ open, pending }) => open + pending));
  return (
    <Panel title={t('agents.title')}>
      {agents.length === 0 && <Nothing>{t('agents.none')}</Nothing>}
      <ul className={classes.agents}>
        {agents.slice(0, rows).map(({ agent, open, pending }) => (
          <li key={agent?.id ?? ''}>
            <span className={classes.name}>{agent?.name ?? t('agents.nobody')}</span>
            <Bar share={(open + pending) / most} tone={agent ? 'normal' : 'high'} />
            <ListLink to={{ status, assignee: agent?.id ?? 'none' }} className={classes.total}>
              <Figure value={open + pending} />
            </ListLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
