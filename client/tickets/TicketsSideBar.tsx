import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconArchive,
  IconBookmark,
  IconBell,
  IconChartBar,
  IconCircleCheck,
  IconClockExclamation,
  IconInbox,
  IconMessageBolt,
  IconMessageQuestion,
  IconPencil,
  IconPlus,
  IconStack2,
  IconTicket,
  IconUser,
  IconUserQuestion,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteTicketView, listTicketViews, type TicketView } from '#shared/contract/desk.ts';
import type { Queue } from '#shared/contract/tickets.ts';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub, useMe } from '../app/hub.ts';
import { SideBar, SideBarSection } from '../app/Page.tsx';
import { commandQuery, patchQuery } from '../app/query.ts';
import { SideBarLink } from '../app/SideBarLink.tsx';
import { searchFor } from './core/search.ts';
import { lastSearch } from './last-search.ts';
import { NewTicketDialog } from './list/NewTicketDialog.tsx';
import { SaveViewDialog } from './list/SaveViewDialog.tsx';
import { useAtDesk, useCount, useList, useOpenQueues } from './use-tickets.ts';
import { customerViews, deskViews, queueView, type View } from './views.ts';

const icons: Record<string, ReactNode> = {
  mine: <IconUser size={18} />,
  unassigned: <IconUserQuestion size={18} />,
  waiting: <IconClockExclamation size={18} />,
  followed: <IconBell size={18} />,
  active: <IconStack2 size={18} />,
  solved: <IconCircleCheck size={18} />,
  closed: <IconArchive size={18} />,
  underWay: <IconTicket size={18} />,
  toAnswer: <IconMessageQuestion size={18} />,
  ended: <IconArchive size={18} />,
};

/** The ways to look at tickets, with how many there are now. */
export function TicketsSideBar() {
  const { t } = useTranslation(['tickets', 'desk']);
  const me = useMe();
  const atDesk = useAtDesk();
  const queues = useOpenQueues();
  const [creating, setCreating] = useState(false);
  const views = atDesk ? deskViews(me.id) : customerViews;
  return (
    <SideBar
      title={t('title')}
      actions={
        <Tooltip label={t('create.title')}>
          <ActionIcon aria-label={t('create.title')} onClick={() => setCreating(true)}>
            <IconPlus size={18} />
          </ActionIcon>
        </Tooltip>
      }
    >
      {views.map((view) => {
        const LinkOf = view.isHeld ? ListLink : ViewLink;
        return <LinkOf key={view.name} view={view} label={t(`views.${view.name}`)} icon={icons[view.name]} />;
      })}
      {atDesk && <SavedViews />}
      {queues.length > 0 && (
        <SideBarSection title={t('sideBar.queues')} storageKey="tickets.queues">
          {queues.map((queue) => (
            <QueueLink key={queue.id} queue={queue} />
          ))}
        </SideBarSection>
      )}
      {atDesk && (
        <SideBarSection title={t('sideBar.desk')} storageKey="tickets.desk">
          <SideBarLink
            to="/tickets/dashboard"
            icon={<IconChartBar size={18} />}
            label={t('sideBar.dashboard')}
          />
          <SideBarLink to="/tickets/canned" icon={<IconMessageBolt size={18} />} label={t('desk:title')} />
        </SideBarSection>
      )}
      {creating && <NewTicketDialog onClose={() => setCreating(false)} />}
    </SideBar>
  );
}

/** Lists by name, one's own and the shared ones. */
function SavedViews() {
  const { t } = useTranslation('tickets');
  const me = useMe();
  const { data } = useQuery(commandQuery(listTicketViews, {}));
  const [removing, setRemoving] = useState<TicketView | null>(null);
  const [editing, setEditing] = useState<TicketView | null>(null);
  if (data === undefined || data.views.length === 0) return null;
  const remove = async ({ id }: TicketView) => {
    await hub.call(deleteTicketView, { id });
    patchQuery(listTicketViews, {}, ({ views }) => ({ views: views.filter((view) => view.id !== id) }));
  };
  return (
    <SideBarSection title={t('sideBar.views')} storageKey="tickets.views">
      {data.views.map((view) => (
        <SideBarLink
          key={view.id}
          to="/tickets"
          search={searchFor(view.filter, view.sort, me.id)}
          exact
          icon={<IconBookmark size={18} />}
          label={view.name}
        >
          {view.canEdit && (
            <>
              <ActionIcon
                size="sm"
                aria-label={t('sideBar.editView', { name: view.name })}
                onClick={() => setEditing(view)}
              >
                <IconPencil size={14} />
              </ActionIcon>
              <ActionIcon
                size="sm"
                aria-label={t('sideBar.removeView', { name: view.name })}
                onClick={() => setRemoving(view)}
              >
                <IconX size={14} />
              </ActionIcon>
            </>
          )}
        </SideBarLink>
      ))}
      {editing && (
        <SaveViewDialog search={lastSearch() ?? {}} view={editing} onClose={() => setEditing(null)} />
      )}
      <ConfirmDialog
        opened={removing !== null}
        title={t('sideBar.removeTitle')}
        confirm={t('common:actions.delete')}
        danger
        onConfirm={async () => removing && (await remove(removing))}
        onClose={() => setRemoving(null)}
      >
        {t('sideBar.removeText', { name: removing?.name ?? '' })}
      </ConfirmDialog>
    </SideBarSection>
  );
}

const QueueLink = ({ queue }: { queue: Queue }) => (
  <ViewLink view={queueView(queue.id)} label={queue.name} icon={<IconInbox size={18} />} />
);

function ViewLink(props: { view: Omit<View, 'name'>; label: string; icon: ReactNode }) {
  const { search, counts } = props.view;
  const total = useCount(counts ?? (() => false));
  return (
    <SideBarLink to="/tickets" search={search} exact icon={props.icon} label={props.label} total={total} />
  );
}

/** Counted as far as it is loaded. */
function ListLink({ view: { search }, label, icon }: { view: View; label: string; icon: ReactNode }) {
  const list = useList(search);
  const isReady = list.status === 'ready';
  return (
    <SideBarLink
      to="/tickets"
      search={search}
      exact
      icon={icon}
      label={label}
      total={isReady ? list.tickets.length : undefined}
      isMore={isReady && list.more}
    />
  );
}
