import { Button } from '@mantine/core';
import { IconPlus, IconTicket } from '@tabler/icons-react';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { useMe } from '../../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { usePageTitle } from '../../app/title.ts';
import { usePhone } from '../../app/use-phone.ts';
import { keyOf, type TicketSearch } from '../core/address.ts';
import { lastSearch, rememberSearch } from '../last-search.ts';
import { useTicketKeys } from '../use-ticket-keys.tsx';
import { tickets, useAtDesk, useList, useQueues } from '../use-tickets.ts';
import { customerViews, deskViews, isSame, queueView } from '../views.ts';
import { useColumns } from './columns.ts';
import { ListMenu } from './ListMenu.tsx';
import { FilterBar } from './FilterBar.tsx';
import { NewTicketDialog } from './NewTicketDialog.tsx';
import { keepPlace, placeIn } from './places.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { TicketGrid } from './TicketGrid.tsx';

/** The tickets that the address asks for. Without a question: the list of last time, on a phone the views. */
export function ListPage() {
  const { t } = useTranslation('tickets');
  const search = useSearch({ from: '/shell/member/tickets/' });
  const atDesk = useAtDesk();
  const me = useMe();
  const isPhone = usePhone();
  const key = keyOf(search);
  usePageTitle(t('title'));
  useEffect(() => {
    if (key !== '') rememberSearch(search);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key]);
  if (key !== '') return <TicketsOf key={key} search={search} />;
  const [first] = atDesk ? deskViews(me.id) : customerViews;
  if (isPhone || first === undefined) return <Page>{null}</Page>;
  return <Navigate to="/tickets" search={lastSearch() ?? first.search} replace />;
}

function TicketsOf({ search }: { search: TicketSearch }) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const atDesk = useAtDesk();
  const list = useList(search);
  const key = keyOf(search);
  const [{ active: before, offset }] = useState(() => placeIn(key));
  const [active, setActive] = useState(before);
  const [selected, setSelected] = useState<ReadonlySet<TicketId>>(new Set());
  const [creating, setCreating] = useState(false);
  const { chosen } = useColumns();
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

  return (
    <Page>
      <PageHeader
        title={useTitle(search)}
        onBack={() => void navigate({ to: '/tickets', search: {} })}
        actions={
          <>
            {atDesk && <ListMenu search={search} />}
            <HeaderButton
              primary
              icon={<IconPlus size={16} />}
              label={t('create.title')}
              onClick={() => setCreating(true)}
            />
          </>
        }
      />
      {atDesk && <FilterBar search={search} />}
      <PageBody width="full">
        {list.status === 'loading' && <RowsSkeleton rows={10} avatar={false} />}
        {list.status === 'failed' && <Failure error={list.error} />}
        {list.status === 'ready' && shown.length === 0 && (
          <EmptyState
            icon={<IconTicket size={24} />}
            title={t('list.empty')}
            action={
              !atDesk && (
                <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
                  {t('create.title')}
                </Button>
              )
            }
          >
            {t(atDesk ? 'list.emptyHint' : 'list.emptyForCustomer')}
          </EmptyState>
        )}
        {shown.length > 0 && (
          <TicketGrid
            label={t('title')}
            tickets={shown}
            columns={atDesk ? chosen : ['requester', 'status', 'updated']}
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
        )}
        {marked.length > 0 && (
          <SelectionBar
            tickets={marked}
            onChoose={keys.choose}
            onMacro={keys.chooseMacro}
            onClear={() => setSelected(new Set())}
          />
        )}
      </PageBody>
      {keys.dialog}
      <NewTicketDialog opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

/** A view's or a queue's name, else that it is a choice. */
function useTitle(search: TicketSearch): string {
  const { t } = useTranslation('tickets');
  const me = useMe();
  const queues = useQueues();
  const views = useAtDesk() ? deskViews(me.id) : customerViews;
  const view = views.find((each) => isSame(each.search, search));
  if (view) return t(`views.${view.name}`);
  const queue = queues.find(({ id }) => isSame(queueView(id).search, search));
  return queue?.name ?? t('views.chosen');
}
