import { useTranslation } from 'react-i18next';
import type { CostPool, CostReport } from '#shared/contract/cost.ts';
import { useFormats } from '../../app/time.ts';
import table from '../kit/Table.module.css';
import { useFigures } from '../kit/use-figures.ts';
import classes from './CostPage.module.css';

/** The answer, then where it comes from. `stale`: of the last right numbers, while a field is wrong. */
export function CostResult({ report, stale }: { report: CostReport; stale: boolean }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  return (
    <div className={classes.answer} data-stale={stale}>
      <dl className={classes.headline}>
        <div data-note={t('cost.results.notes.perUser')}>
          <dt>{t('cost.results.perUser')}</dt>
          <dd>{format.euro(report.eurPerUser)}</dd>
        </div>
        <div data-note={t('cost.results.notes.perCompany', { goal: format.euro(report.goalEurPerCompany) })}>
          <dt>{t('cost.results.perCompany')}</dt>
          <dd data-holds={report.goalHolds}>{format.euro(report.eurPerCompany)}</dd>
        </div>
        <div data-note={t('cost.results.notes.month')}>
          <dt>{t('cost.results.month')}</dt>
          <dd>{format.euro(report.eurMonth)}</dd>
        </div>
      </dl>
      <p className={classes.goal} data-holds={report.goalHolds}>
        {t(report.goalHolds ? 'cost.results.below' : 'cost.results.above', {
          goal: format.euro(report.goalEurPerCompany),
          users: format.count(report.users),
          companies: format.count(report.companies),
        })}
      </p>
      <Pools pools={report.pools} />
      <Basis report={report} />
    </div>
  );
}

const columns = ['pool', 'machine', 'cores', 'memory', 'egress', 'eur'] as const;

function Pools({ pools }: { pools: readonly CostPool[] }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  return (
    <table className={`${table.table} ${classes.pools}`} aria-label={t('cost.results.machines')}>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th
              key={column}
              scope="col"
              className={at > 1 ? table.number : undefined}
              data-note={t(`cost.pools.notes.${column}`)}
              data-column={column}
            >
              {t(`cost.pools.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pools.map((pool) => (
          <tr key={`${pool.role} ${pool.region}`}>
            <th scope="row">
              {t(`cost.roles.${pool.role}`)} <span className={table.soft}>{t(`regions.${pool.region}`)}</span>
            </th>
            <td data-column="machine">
              {format.count(pool.count)} × {pool.machine}
            </td>
            <td className={table.number} data-column="cores">
              {format.decimal(pool.cores)}
            </td>
            <td className={table.number} data-column="memory">
              {format.bytes(pool.memoryGb * 1e9)}
            </td>
            <td className={table.number} data-column="egress">
              {format.bytes(pool.egressTb * 1e12)}
            </td>
            <td
              className={table.number}
              data-column="eur"
              data-note={t('cost.pools.split', {
                machines: format.euro(pool.eurMachines),
                traffic: format.euro(pool.eurTraffic),
              })}
            >
              {format.euro(pool.eurMachines + pool.eurTraffic)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the numbers stand on: the measurement and the price list, with their dates. */
function Basis({ report }: { report: CostReport }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const { date } = useFormats();
  const { perUser, measured, prices, storageGb, eurStorage } = report;
  return (
    <div className={classes.basis}>
      <h2>{t('cost.basis.title')}</h2>
      <ul>
        <li>
          {t('cost.basis.perUser', {
            hours: format.decimal(perUser.meetingHours),
            cpu: format.lasting(perUser.cpuSeconds),
            egress: format.decimal(perUser.egressGb),
          })}
        </li>
        <li>
          {t('cost.basis.storage', { size: format.bytes(storageGb * 1e9), eur: format.euro(eurStorage) })}
        </li>
        <li>{t('cost.basis.measured', { at: dayOf(measured.at, date), machine: measured.machine })}</li>
        {prices.map((price) => (
          <li key={price.machine}>
            {t('cost.basis.price', {
              machine: price.machine,
              eur: format.euro(price.eurMonth),
              at: dayOf(price.date, date),
              source: price.source,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A date of the price list may be a month only. */
const dayOf = (text: string, write: (at: string) => string): string =>
  /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)) ? write(text) : text;
