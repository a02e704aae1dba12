import { IconPlus } from '@tabler/icons-react';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { useMe } from '../../app/hub.ts';
import { Page, PageBody, PageHeader } from '../../app/Page.tsx';
import { usePageTitle } from '../../app/title.ts';
import { usePhone } from '../../app/use-phone.ts';
import { keyOf, type TicketSearch } from '../core/address.ts';
import { lastSearch, rememberSearch } from '../last-search.ts';
import { useAtDesk, useQueues } from '../use-tickets.ts';
import { customerViews, deskViews, isSame, queueView } from '../views.ts';
import { ListMenu } from './ListMenu.tsx';
import { FilterBar } from './FilterBar.tsx';
import { NewTicketDialog } from './NewTicketDialog.tsx';
import { TicketList } from './TicketList.tsx';
import { useSavedView } from './use-saved-view.ts';

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
  if (key !== '') return <TicketsOf search={search} />;
  const [first] = atDesk ? deskViews(me.id) : customerViews;
  if (isPhone || first === undefined) return <Page>{null}</Page>;
  return <Navigate to="/tickets" search={lastSearch() ?? first.search} replace />;
}

/** What narrows the list stays as it is while the list changes: an open menu, a field that is typed in. */
function TicketsOf({ search }: { search: TicketSearch }) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const atDesk = useAtDesk();
  const [creating, setCreating] = useState(false);
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
        <TicketList key={keyOf(search)} search={search} onCreate={() => setCreating(true)} />
      </PageBody>
      {creating && <NewTicketDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

/** The name of a view or a queue, else that it is a choice. */
function useTitle(search: TicketSearch): string {
  const { t } = useTranslation('tickets');
  const me = useMe();
  const queues = useQueues();
  const views = useAtDesk() ? deskViews(me.id) : customerViews;
  const saved = useSavedView(search);
  const view = views.find((each) => isSame(each.search, search));
  if (view) return t(`views.${view.name}`);
  const queue = queues.find(({ id }) => isSame(queueView(id).search, search));
  return queue?.name ?? saved?.name ?? t('views.chosen');
}
