import { Button } from '@mantine/core';
import { IconPlus, IconTicket } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { EmptyState, Failure, RowsSkeleton } from '../../app/Page.tsx';
import { keyOf, type TicketSearch } from '../core/address.ts';
import { useTicketKeys } from '../use-ticket-keys.tsx';
import { tickets, useAtDesk, useList } from '../use-tickets.ts';
import { useColumns } from './columns.ts';
import { keepPlace, placeIn } from './places.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { TicketGrid } from './TicketGrid.tsx';
import { useSavedView } from './use-saved-view.ts';

/** The tickets of one search, of which several can be selected. */
export function TicketList({ search, onCreate }: { search: TicketSearch; onCreate: () => void }) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const atDesk = useAtDesk();
  const list = useList(search);
  const key = keyOf(search);
  const [{ active: before, offset }] = useState(() => placeIn(key));
  const [active, setActive] = useState(before);
  const [selected, setSelected] = useState<ReadonlySet<TicketId>>(new Set());
  const columns = useColumns(useSavedView(search));
  const shown = list.status === 'ready' ? list.tickets : [];
  const marked = shown.filter(({ id }) => selected.has(id));
  const targets = () => (marked.length > 0 ? marked : shown.filter(({ id }) => id === active));
  const keys = useTicketKeys(targets);

  const activate = (ticketId: TicketId) => {
    keepPlace(key, { active: ticketId });
    setActive(ticketId);
  };
  const open = (ticketId: TicketId, write?: 'reply' | 'note') => {
    keepPlace(key, { active: ticketId });
    void navigate({ to: '/tickets/$ticketId', params: { ticketId }, search: write ? { write } : {} });
  };
  const select = ({ id }: Ticket) =>
    setSelected((old) =>
      old.has(id) ? new Set([...old].filter((each) => each !== id)) : new Set(old).add(id),
    );
  const pressed = (pressedKey: string): boolean => {
    if (pressedKey === 'Escape' && selected.size > 0) setSelected(new Set());
    else if (active !== null && atDesk && pressedKey === 'n') open(active, 'note');
    else if (active !== null && pressedKey === 'r') open(active, 'reply');
    else if (pressedKey === '/') document.querySelector<HTMLElement>('[data-search]')?.focus();
    else return atDesk && keys.pressed(pressedKey);
    return true;
  };

  if (list.status === 'loading') return <RowsSkeleton rows={10} avatar={false} />;
  if (list.status === 'failed') return <Failure error={list.error} />;
  if (shown.length === 0)
    return (
      <EmptyState
        icon={<IconTicket size={24} />}
        title={t('list.empty')}
        action={
          !atDesk && (
            <Button leftSection={<IconPlus size={16} />} onClick={onCreate}>
              {t('create.title')}
            </Button>
          )
        }
      >
        {t(atDesk ? 'list.emptyHint' : 'list.emptyForCustomer')}
      </EmptyState>
    );
  return (
    <>
      <TicketGrid
        label={t('title')}
        tickets={shown}
        columns={atDesk ? columns : ['requester', 'status', 'updated']}
        selected={selected}
        active={active}
        onActive={activate}
        offset={offset}
        onOffset={(now) => keepPlace(key, { offset: now })}
        onSelect={atDesk ? select : null}
        onOpen={open}
        onKey={pressed}
        onEnd={() => void tickets.list(search).more()}
      />
      {marked.length > 0 && (
        <SelectionBar
          tickets={marked}
          onChoose={keys.choose}
          onMacro={keys.chooseMacro}
          onClear={() => setSelected(new Set())}
        />
      )}
      {keys.dialog}
    </>
  );
}
