import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AdminNode, getOverview } from '#shared/contract/admin.ts';
import { commandQuery } from '../../app/query.ts';
import { useFigures } from '../kit/use-figures.ts';
import classes from './Totals.module.css';
import { totalsOf } from './totals.ts';

const freshMs = 10_000;

/** What the whole installation carries now. */
export function Totals({ nodes }: { nodes: readonly AdminNode[] }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const overview = useQuery({
    ...commandQuery(getOverview, {}),
    staleTime: freshMs,
    refetchInterval: freshMs,
  }).data;
  const totals = totalsOf(nodes);
  const room =
    totals.capacity === null
      ? undefined
      : t('totals.ofCapacity', { capacity: format.count(totals.capacity) });
  return (
    <dl className={classes.root}>
      <Total name="participants" value={format.count(totals.participants)} beside={room} large />
      <Total name="meetings" value={format.count(overview?.meetingsLive)} />
      <Total name="bitrate" value={format.bitrate(totals.bitrate)} />
      <Total name="packets" value={format.rough(totals.packetsPerSecond)} />
      <Total name="connections" value={format.count(overview?.connections)} />
    </dl>
  );
}

type TotalProps = { name: string; value: string; beside?: string | undefined; large?: boolean };

function Total({ name, value, beside, large = false }: TotalProps) {
  const { t } = useTranslation('admin');
  return (
    <div data-note={t(`totals.notes.${name}`)} data-large={large}>
      <dt>{t(`totals.${name}`)}</dt>
      <dd>
        {value}
        {beside && <span className={classes.beside}> {beside}</span>}
      </dd>
    </div>
  );
}
