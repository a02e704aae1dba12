import { useTranslation } from 'react-i18next';
import type { AdminNode } from '#shared/contract/admin.ts';
import { useFigures } from '../kit/use-figures.ts';
import { lossThatMatters } from '../map/place-nodes.ts';
import classes from './NodePeers.module.css';
import { useNodeName } from './use-nodes.ts';

/** How this node hears the others. */
export function NodePeers({ node }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  return (
    <table className={classes.root}>
      <thead>
        <tr>
          <th scope="col">{t('peers.node')}</th>
          <th scope="col" data-note={t('peers.notes.rtt')}>
            {t('peers.rtt')}
          </th>
          <th scope="col" data-note={t('peers.notes.loss')}>
            {t('peers.loss')}
          </th>
          <th scope="col" data-note={t('peers.notes.bitrate')}>
            {t('peers.bitrate')}
          </th>
        </tr>
      </thead>
      <tbody>
        {node.peers
          .toSorted((a, b) => a.rttMs - b.rttMs)
          .map((peer) => (
            <PeerRow key={peer.node} peer={peer} />
          ))}
      </tbody>
    </table>
  );
}

function PeerRow({ peer }: { peer: AdminNode['peers'][number] }) {
  const format = useFigures();
  return (
    <tr>
      <th scope="row">{useNodeName(peer.node)}</th>
      <td>{format.ms(peer.rttMs)}</td>
      <td data-bad={peer.lossShare > lossThatMatters}>{format.fineShare(peer.lossShare)}</td>
      <td>{format.bitrate(peer.bitrate)}</td>
    </tr>
  );
}
