import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type AdminNode, listRooms } from '#shared/contract/admin.ts';
import { Details } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { useFormats } from '../../app/time.ts';
import { usePhone } from '../../app/use-phone.ts';
import { Facts, Part } from '../kit/Facts.tsx';
import { useFigures } from '../kit/use-figures.ts';
import { HistoryChart } from './HistoryChart.tsx';
import { NodeActions } from './NodeActions.tsx';
import classes from './NodeDetails.module.css';
import { NodePeers } from './NodePeers.tsx';
import { StatusWord } from './StatusWord.tsx';
import { isMedia } from './totals.ts';
import { useHistory, useNode, useNodes } from './use-nodes.ts';

/** One node beside the list. */
export function NodeDetails({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const node = useNode(id);
  const ready = useNodes((state) => state.ready);
  return (
    <Details title={node?.name ?? id} onClose={onClose} takesFocus={usePhone()}>
      {node ? <Node node={node} /> : ready && <p className={classes.gone}>{t('nodes.gone')}</p>}
    </Details>
  );
}

function Node({ node }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  const history = useHistory(node.id);
  return (
    <>
      <div className={classes.head}>
        <p>
          <StatusWord node={node} /> <span className={classes.region}>{t(`regions.${node.region}`)}</span>
        </p>
        {node.trouble !== null && <p className={classes.trouble}>{node.trouble}</p>}
        {node.status === 'silent' && <p className={classes.trouble}>{t('status.notes.silent')}</p>}
        {isMedia(node) && <NodeActions node={node} />}
      </div>
      {history && (
        <Part title={t('nodes.lastMinutes')}>
          <HistoryChart measure="cpu" values={history.cpu} least={1} />
          {isMedia(node) && (
            <>
              <HistoryChart measure="participants" values={history.participants} least={4} />
              <HistoryChart measure="bitrate" values={history.bitrate} least={100_000} />
              <HistoryChart measure="packetsPerSecond" values={history.packetsPerSecond} least={100} />
            </>
          )}
        </Part>
      )}
      {isMedia(node) && <NodeRooms node={node} />}
      {node.peers.length > 0 && (
        <Part title={t('nodes.peers')}>
          <NodePeers node={node} />
        </Part>
      )}
      <Part title={t('nodes.about.title')}>
        <NodeFacts node={node} />
      </Part>
    </>
  );
}

function NodeFacts({ node }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const { dateTime } = useFormats();
  const { figures } = node;
  return (
    <Facts
      facts={[
        { label: t('facts.roles'), value: node.roles.map((role) => t(`roles.${role}`)).join(' + ') },
        node.addresses.length > 0 && {
          label: t('facts.addresses'),
          value: node.addresses.join('\n'),
          mono: true,
        },
        {
          label: t('facts.version'),
          value: t('facts.versionOf', { version: node.version, bus: node.busProtocol }),
          note: t('nodes.notes.version', { bus: node.busProtocol }),
        },
        {
          label: t('facts.started'),
          value: node.startedAt === null ? format.none : dateTime(node.startedAt),
        },
        {
          label: t('facts.workers'),
          value: format.count(figures?.workers),
          note: t('facts.workersNote'),
        },
        { label: t('facts.memory'), value: format.bytes(figures?.memoryBytes), note: t('facts.memoryNote') },
        {
          label: t('facts.connections'),
          value: format.count(figures?.connections),
          note: t('totals.notes.connections'),
        },
        { label: t('facts.id'), value: node.id, mono: true },
      ]}
    />
  );
}

const freshMs = 5_000;

function NodeRooms({ node }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  const list = useQuery({
    ...commandQuery(listRooms, { node: node.id }),
    staleTime: freshMs,
    refetchInterval: freshMs,
  });
  const rooms = list.data?.rooms ?? [];
  return (
    <Part title={t('nodes.roomsHere')}>
      {list.isSuccess && rooms.length === 0 && <p className={classes.soft}>{t('nodes.noRooms')}</p>}
      <ul className={classes.rooms}>
        {rooms.slice(0, 8).map((room) => (
          <li key={room.meetingId}>
            <Link to="/console/rooms" search={{ room: room.meetingId }}>
              {room.title}
            </Link>
            <span className={classes.soft}>
              {t('rooms.people', {
                count: room.parts.find((part) => part.node === node.id)?.participants ?? room.participants,
              })}
            </span>
          </li>
        ))}
      </ul>
      {(list.data?.total ?? 0) > 8 && (
        <Link className={classes.more} to="/console/rooms" search={{ node: node.id }}>
          {t('nodes.allRooms', { count: list.data?.total ?? 0 })}
        </Link>
      )}
    </Part>
  );
}
