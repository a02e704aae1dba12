import { useTranslation } from 'react-i18next';
import type { AdminNode } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { rowKeys } from '../kit/row-keys.ts';
import table from '../kit/Table.module.css';
import { NodeRow } from './NodeRow.tsx';
import classes from './NodeTable.module.css';
import { byRegion } from './totals.ts';

const columns = [
  'name',
  'status',
  'people',
  'rooms',
  'cpu',
  'bitrate',
  'packets',
  'loss',
  'uptime',
  'version',
] as const;
const left = new Set<string>(['name', 'status', 'people', 'version']);

type Props = {
  nodes: readonly AdminNode[];
  chosen: string | undefined;
  onOpen: (id: NodeId) => void;
  onClose: () => void;
};

/** Every node by region. */
export function NodeTable({ nodes, chosen, onOpen, onClose }: Props) {
  const { t } = useTranslation('admin');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the rows inside
    <table className={table.table} aria-label={t('nodes.title')} onKeyDown={rowKeys(onClose)}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column}
              scope="col"
              className={`${classes[column]} ${left.has(column) ? '' : table.number}`}
              data-note={t(`nodes.about.${column}`)}
            >
              {t(`nodes.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {byRegion(nodes).map(({ region, nodes: here }) => (
        <tbody key={region}>
          <tr className={classes.region}>
            <th colSpan={columns.length} scope="rowgroup">
              {t(`regions.${region}`)} <span>{t('nodes.count', { count: here.length })}</span>
            </th>
          </tr>
          {here.map((node) => (
            <NodeRow key={node.id} node={node} chosen={node.id === chosen} onOpen={onOpen} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
