import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { describeRoom } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import { Details, Failure, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { usePhone } from '../../app/use-phone.ts';
import { Facts, Part } from '../kit/Facts.tsx';
import { NodeChip } from '../kit/NodeChip.tsx';
import { useFigures } from '../kit/use-figures.ts';
import { lossThatMatters } from '../map/place-nodes.ts';
import classes from './RoomDetails.module.css';

const freshMs = 3_000;

/** One room: its share on each node and the streams that go between them. */
export function RoomDetails({ id, onClose }: { id: MeetingId; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const room = useQuery({
    ...commandQuery(describeRoom, { meetingId: id }),
    staleTime: freshMs,
    refetchInterval: freshMs,
  });
  return (
    <Details title={room.data?.room.title ?? t('rooms.room')} onClose={onClose} takesFocus={usePhone()}>
      {room.isPending && <RowsSkeleton rows={3} avatar={false} />}
      {room.isError && <Failure compact error={room.error} onRetry={() => void room.refetch()} />}
      {room.data && <Room {...room.data} />}
    </Details>
  );
}

function Room({ room, trunks, producers, consumers }: OutputOf<typeof describeRoom>) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const isSpread = room.parts.length > 1;
  return (
    <>
      <div className={classes.head}>
        <Facts
          facts={[
            { label: t('rooms.participants'), value: format.count(room.participants) },
            {
              label: t('rooms.producers'),
              value: format.count(producers),
              note: t('rooms.notes.producers'),
            },
            {
              label: t('rooms.consumers'),
              value: format.count(consumers),
              note: t('rooms.notes.consumers'),
            },
          ]}
        />
      </div>
      <Part title={t('rooms.parts')}>
        <ul className={classes.parts}>
          {room.parts.map(({ node, participants }) => (
            <li key={node}>
              <NodeChip id={node} />
              <span>{t('rooms.people', { count: participants })}</span>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t('rooms.trunks')}>
        {trunks.length === 0 && (
          <p className={classes.soft}>{t(isSpread ? 'rooms.noTrunks' : 'rooms.oneNode')}</p>
        )}
        <ul className={classes.trunks}>
          {trunks.map((trunk) => (
            <Trunk key={`${trunk.from} ${trunk.to}`} trunk={trunk} />
          ))}
        </ul>
      </Part>
    </>
  );
}

function Trunk({ trunk }: { trunk: OutputOf<typeof describeRoom>['trunks'][number] }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  return (
    <li>
      <span className={classes.way}>
        <NodeChip id={trunk.from} />
        <IconArrowRight size={14} aria-label={t('rooms.to')} />
        <NodeChip id={trunk.to} />
      </span>
      <span className={classes.soft}>
        {[
          t('rooms.streams', { count: trunk.streams }),
          format.bitrate(trunk.bitrate),
          trunk.rttMs === null ? '' : format.ms(trunk.rttMs),
        ]
          .filter(Boolean)
          .join(' · ')}
        {' · '}
        <span className={trunk.lossShare > lossThatMatters ? classes.bad : undefined}>
          {t('rooms.loss', { share: format.fineShare(trunk.lossShare) })}
        </span>
      </span>
    </li>
  );
}
