import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminNode } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { Sparkline } from '../kit/Sparkline.tsx';
import table from '../kit/Table.module.css';
import { useFigures } from '../kit/use-figures.ts';
import { peakOf } from './history.ts';
import classes from './NodeTable.module.css';
import { StatusWord } from './StatusWord.tsx';
import { isMedia } from './totals.ts';
import { useHistory, useNodes } from './use-nodes.ts';

const lossThatMatters = 0.01;
const cpuThatMatters = 0.85;

type Props = { node: AdminNode; chosen: boolean; onOpen: (id: NodeId) => void };

/** One node. Renders again only when its own figures changed. */
export const NodeRow = memo(function NodeRow({ node, chosen, onOpen }: Props) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const { figures } = node;
  const media = isMedia(node);
  // A hub alone carries no media: a dash says so better than a zero.
  const carried = media ? figures : null;
  const roles = node.roles.map((role) => t(`roles.${role}`)).join(' + ');
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the name is the button
    <tr className={table.row} data-chosen={chosen} onClick={() => onOpen(node.id)}>
      <th scope="row">
        <button
          type="button"
          className={table.open}
          data-row
          aria-expanded={chosen}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(node.id);
          }}
        >
          {node.name}
        </button>
        <span className={classes.roles}>{roles}</span>
      </th>
      <td>
        <StatusWord node={node} />
      </td>
      <td className={classes.people} data-note={t('nodes.notes.participants')}>
        {media ? <People node={node} /> : <span className={table.soft}>{format.none}</span>}
      </td>
      <td className={classes.rooms} data-phone="hide" data-note={t('nodes.notes.rooms')}>
        {media ? format.count(figures?.rooms) : format.none}
      </td>
      <td className={classes.cpu} data-note={t('nodes.notes.cpu', { count: figures?.workers ?? 0 })}>
        <span className={classes.withLine}>
          <Line node={node} measure="cpu" least={1} />
          <span
            className={(figures?.cpu ?? 0) > cpuThatMatters ? table.warn : undefined}
            data-label={t('nodes.columns.cpu')}
          >
            {format.share(figures?.cpu)}
          </span>
        </span>
      </td>
      <td className={classes.bitrate} data-phone="hide" data-note={t('nodes.notes.bitrate')}>
        <span className={classes.withLine}>
          {media && <Line node={node} measure="bitrate" least={100_000} />}
          <span>{format.bitrate(carried?.bitrate)}</span>
        </span>
      </td>
      <td className={classes.packets} data-phone="hide" data-note={t('nodes.notes.packets')}>
        {format.rough(carried?.packetsPerSecond)}
      </td>
      <td className={classes.loss} data-phone="hide" data-note={t('nodes.notes.loss')}>
        <span className={(carried?.lossShare ?? 0) > lossThatMatters ? table.bad : undefined}>
          {format.fineShare(carried?.lossShare)}
        </span>
      </td>
      <td className={classes.uptime} data-phone="hide" data-note={t('nodes.notes.uptime')}>
        <Uptime since={node.startedAt} />
      </td>
      <td
        className={classes.version}
        data-phone="hide"
        data-note={t('nodes.notes.version', { bus: node.busProtocol })}
      >
        {node.version}
      </td>
    </tr>
  );
});

function People({ node: { figures } }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  if (figures === null) return format.none;
  const { participants, capacity } = figures;
  const full = capacity === null ? 0 : Math.min(1, participants / Math.max(1, capacity));
  return (
    <span className={classes.load}>
      <span>
        {format.count(participants)}
        {capacity !== null && <span className={table.soft}> / {format.count(capacity)}</span>}
        <span className={classes.phoneWord}> {t('nodes.peopleShort')}</span>
      </span>
      <span className={classes.meter} aria-hidden="true">
        <span style={{ transform: `scaleX(${full})` }} data-full={full > cpuThatMatters} />
      </span>
    </span>
  );
}

function Line({ node, measure, least }: { node: AdminNode; measure: 'cpu' | 'bitrate'; least: number }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const values = useHistory(node.id)?.[measure] ?? [];
  const peak = peakOf(values);
  const write = measure === 'cpu' ? format.share : format.bitrate;
  return (
    <span className={classes.line}>
      <Sparkline
        values={values}
        top={Math.max(least, peak ?? 0)}
        label={t('nodes.sparkline', {
          what: t(`nodes.columns.${measure}`),
          now: write(values.at(-1)),
          peak: write(peak),
        })}
      />
    </span>
  );
}

function Uptime({ since }: { since: string | null }) {
  const format = useFigures();
  const now = useNodes((state) => state.at);
  return format.lasting(since === null ? null : (now - Date.parse(since)) / 1000);
}
