import { IconVideoOff, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type AdminRoom, listRooms } from '#shared/contract/admin.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { NodeChip } from '../kit/NodeChip.tsx';
import { rowKeys } from '../kit/row-keys.ts';
import table from '../kit/Table.module.css';
import { useNodeName, useWatchedNodes } from '../nodes/use-nodes.ts';
import { useBack } from '../use-back.ts';
import { RoomDetails } from './RoomDetails.tsx';
import classes from './RoomsPage.module.css';

const freshMs = 5_000;

/** Meetings that are live now and the nodes that carry them. */
export function RoomsPage() {
  const { t } = useTranslation('admin');
  useWatchedNodes();
  const navigate = useNavigate({ from: '/console/rooms' });
  const { node, room: chosen } = useSearch({ from: '/shell/member/console/rooms' });
  const list = useQuery({
    ...commandQuery(listRooms, node === undefined ? {} : { node: node as NodeId }),
    staleTime: freshMs,
    refetchInterval: freshMs,
    placeholderData: keepPreviousData,
  });
  const rooms = list.data?.rooms ?? [];
  const open = (room: string | undefined) =>
    void navigate({ search: { ...(node && { node }), ...(room && { room }) }, replace: true });
  const close = () => {
    open(undefined);
    document.querySelector<HTMLElement>('[data-row][aria-expanded=true]')?.focus();
  };
  return (
    <Page
      details={chosen !== undefined && <RoomDetails key={chosen} id={chosen as MeetingId} onClose={close} />}
    >
      <PageHeader
        title={t('rooms.title')}
        onBack={useBack()}
        subtitle={list.data && list.data.total > 0 && t('rooms.count', { count: list.data.total })}
      />
      {node !== undefined && <OnNode id={node as NodeId} onClear={() => void navigate({ search: {} })} />}
      <PageBody width="full">
        {list.isPending && <RowsSkeleton rows={6} avatar={false} />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && rooms.length === 0 && (
          <EmptyState icon={<IconVideoOff size={24} />} title={t('rooms.none')}>
            {t(node === undefined ? 'rooms.noneHint' : 'rooms.noneHere')}
          </EmptyState>
        )}
        {rooms.length > 0 && (
          <div className={table.scroll}>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the rows inside */}
            <table className={table.table} aria-label={t('rooms.title')} onKeyDown={rowKeys(close)}>
              <thead>
                <tr>
                  <th scope="col">{t('rooms.room')}</th>
                  <th scope="col" className={table.number} data-note={t('rooms.notes.people')}>
                    {t('rooms.participants')}
                  </th>
                  <th scope="col" className={classes.where} data-note={t('rooms.notes.parts')}>
                    {t('rooms.parts')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rooms.map((room) => (
                  <Row
                    key={room.meetingId}
                    room={room}
                    chosen={room.meetingId === chosen}
                    onOpen={() => open(room.meetingId)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </PageBody>
    </Page>
  );
}

function OnNode({ id, onClear }: { id: NodeId; onClear: () => void }) {
  const { t } = useTranslation('admin');
  return (
    <div className={classes.filter}>
      <button type="button" className={classes.clear} onClick={onClear} aria-label={t('rooms.showAll')}>
        {t('rooms.on', { node: useNodeName(id) })} <IconX size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

function Row({ room, chosen, onOpen }: { room: AdminRoom; chosen: boolean; onOpen: () => void }) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the title is the button
    <tr className={table.row} data-chosen={chosen} onClick={onOpen}>
      <th scope="row" className={classes.title}>
        <button type="button" className={table.open} data-row aria-expanded={chosen}>
          {room.title}
        </button>
      </th>
      <td className={table.number}>{room.participants}</td>
      <td>
        <span className={classes.parts}>
          {room.parts.map((part) => (
            <NodeChip key={part.node} id={part.node} beside={String(part.participants)} />
          ))}
        </span>
      </td>
    </tr>
  );
}
