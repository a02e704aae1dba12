import type { ReactNode } from 'react';
import type { WallPage } from '#shared/contract/wall.ts';
import { Late, Newest, Promised } from './Lists.tsx';
import { Agents, Clients } from './Loads.tsx';
import { Impacts, Priorities, Responses } from './Shares.tsx';
import { Totals } from './Totals.tsx';
import { Trend } from './Trend.tsx';
import classes from './WallScreen.module.css';

/** As many rows as a screen holds that is read from four metres. */
const rows = 12;
const overviewRows = 8;

export const pages: Record<WallPage, () => ReactNode> = {
  overview: () => (
    <>
      <Totals />
      <div className={classes.three}>
        <Priorities half="open" />
        <Priorities half="pending" />
        <div className={classes.stack}>
          <Impacts />
          <Responses />
        </div>
      </div>
      <div className={classes.two}>
        <Newest list="opened" rows={overviewRows} />
        <Newest list="pending" rows={overviewRows} />
      </div>
    </>
  ),
  clients: () => (
    <div className={classes.large}>
      <Clients rows={rows} />
    </div>
  ),
  overdue: () => (
    <div className={`${classes.beside} ${classes.large}`}>
      <Promised />
      <Late reading="owed" />
      <Late reading="old" />
    </div>
  ),
  trend: () => (
    <>
      <Trend />
      <Agents rows={rows - 5} />
    </>
  ),
  alerts: () => (
    <div className={classes.large}>
      <Newest list="alerts" />
    </div>
  ),
};
