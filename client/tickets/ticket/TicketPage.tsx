import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowMerge,
  IconBolt,
  IconDots,
  IconDownload,
  IconFileText,
  IconHandGrab,
  IconLayoutSidebarRight,
  IconLink,
  IconPencil,
  IconTicketOff,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TicketId } from '#shared/contract/ids.ts';
import { deleteTicket, type Ticket } from '#shared/contract/tickets.ts';
import { copyText } from '../../app/clipboard.ts';
import { isTyping } from '../../app/focus.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { hub, useMe } from '../../app/hub.ts';
import { EmptyState, Failure, Page, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { toast, toastError } from '../../app/toast.ts';
import { usePhone } from '../../app/use-phone.ts';
import type { Changes } from '../core/changes.ts';
import type { ReadyTicket } from '../core/ticket.core.ts';
import { claimTickets } from '../do.ts';
import { CustomerFields } from '../fields/CustomerFields.tsx';
import { lastSearch } from '../last-search.ts';
import { StatusChip } from '../parts/StatusChip.tsx';
import { PickButton } from '../pick/PickButton.tsx';
import { useTicketKeys } from '../use-ticket-keys.tsx';
import { tickets, useAtDesk, useTicketView } from '../use-tickets.ts';
import { AttendanceLine } from './AttendanceLine.tsx';
import { CallButton } from './CallButton.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import { type Mode, TicketComposer } from './TicketComposer.tsx';
import { TicketDetails } from './TicketDetails.tsx';
import classes from './TicketPage.module.css';
import { Timeline } from './Timeline.tsx';
import { Verdict } from './Verdict.tsx';
import { useDetailsShown } from './use-details-shown.ts';

export function TicketPage() {
  const params = useParams({ strict: false });
  const ticketId = TicketId.safeParse(params.ticketId).data;
  return ticketId === undefined ? <NoTicket /> : <OneTicket key={ticketId} ticketId={ticketId} />;
}

function useBack() {
  const navigate = useNavigate();
  return () => void navigate({ to: '/tickets', search: lastSearch() ?? {} });
}

function NoTicket() {
  const { t } = useTranslation('tickets');
  return (
    <Page>
      <PageHeader title={t('title')} onBack={useBack()} />
      <EmptyState icon={<IconTicketOff size={24} />} title={t('ticket.gone')}>
        {t('ticket.goneHint')}
      </EmptyState>
    </Page>
  );
}

function OneTicket({ ticketId }: { ticketId: TicketId }) {
  const { t } = useTranslation('tickets');
  const view = useTicketView(ticketId);
  const back = useBack();
  if (view.status === 'ready') return <Opened view={view} />;
  return (
    <Page>
      <PageHeader title={t('title')} onBack={back} />
      {view.status === 'loading' ? (
        <RowsSkeleton rows={4} />
      ) : (
        <Failure error={view.error} onRetry={() => void tickets.view(ticketId).open()} />
      )}
    </Page>
  );
}

function Opened({ view }: { view: ReadyTicket }) {
  const { t } = useTranslation(['tickets', 'desk']);
  const atDesk = useAtDesk();
  const isPhone = usePhone();
  const back = useBack();
  const { write } = useSearch({ from: '/shell/member/tickets/$ticketId' });
  const [mode, setMode] = useState<Mode>(write ?? 'reply');
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [merging, setMerging] = useState(false);
  const [showsDetails, showDetails] = useDetailsShown();
  const field = useRef<HTMLTextAreaElement>(null);
  const ticket: Ticket = { ...view.ticket, ...view.pending };
  const change = (changes: Changes) => void tickets.view(ticket.id).update(changes).catch(toastError);
  const keys = useTicketKeys(() => (atDesk ? [view.ticket] : []));
  const begin = (next: Mode) => {
    setMode(next);
    field.current?.focus();
  };
  useKeys((key) => {
    if (key === 'r') begin('reply');
    else if (key === 'n' && atDesk) begin('note');
    else if (key === 'u') back();
    else return keys.pressed(key);
    return true;
  });

  return (
    <Page
      details={
        atDesk &&
        showsDetails && <TicketDetails ticket={ticket} onChange={change} onClose={() => showDetails(false)} />
      }
    >
      <PageHeader
        title={ticket.subject}
        tabTitle={`#${ticket.number} ${ticket.subject}`}
        icon={<span className={classes.number}>#{ticket.number}</span>}
        onBack={back}
        actions={
          atDesk ? (
            <>
              <Claim ticket={ticket} />
              <PickButton field="status" name={t('fields.status')} onPick={change}>
                <StatusChip status={ticket.status} />
              </PickButton>
              <CallButton ticket={ticket} />
              {!isPhone && (
                <Tooltip label={t('desk:macros.apply')}>
                  <ActionIcon aria-label={t('desk:macros.apply')} onClick={keys.chooseMacro}>
                    <IconBolt size={18} />
                  </ActionIcon>
                </Tooltip>
              )}
              <More
                ticket={ticket}
                onMacro={keys.chooseMacro}
                onRename={() => setRenaming(true)}
                onMerge={() => setMerging(true)}
                onDelete={() => setDeleting(true)}
              />
              <Tooltip label={t('details.title')}>
                <ActionIcon
                  aria-label={t('details.title')}
                  aria-expanded={showsDetails}
                  onClick={() => showDetails(!showsDetails)}
                >
                  <IconLayoutSidebarRight size={18} />
                </ActionIcon>
              </Tooltip>
            </>
          ) : (
            <>
              <StatusChip status={ticket.status} />
              <CallButton ticket={ticket} />
            </>
          )
        }
      />
      <Timeline view={view}>{!atDesk && <CustomerSide ticket={ticket} />}</Timeline>
      {atDesk && <AttendanceLine ticketId={ticket.id} />}
      <TicketComposer ticket={ticket} field={field} mode={mode} onMode={setMode} />
      {keys.dialog}
      <ConfirmDialog
        opened={deleting}
        title={t('ticket.deleteTitle', { number: ticket.number })}
        confirm={t('ticket.delete')}
        danger
        onConfirm={async () => {
          await hub.call(deleteTicket, { ticketId: ticket.id });
          back();
        }}
        onClose={() => setDeleting(false)}
      >
        {t('ticket.deleteText')}
      </ConfirmDialog>
      {merging && <MergeDialog ticket={ticket} onClose={() => setMerging(false)} />}
      {renaming && (
        <RenameDialog
          subject={ticket.subject}
          onRename={(subject) => change({ subject })}
          onClose={() => setRenaming(false)}
        />
      )}
    </Page>
  );
}

/** What customers say of it beside their words. */
const CustomerSide = ({ ticket }: { ticket: Ticket }) => (
  <>
    <CustomerFields ticket={ticket} />
    <Verdict ticket={ticket} />
  </>
);

/** Only while nobody has it. */
function Claim({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  if (ticket.assigneeId !== null) return null;
  return (
    <HeaderButton
      primary
      icon={<IconHandGrab size={16} />}
      label={t('actions.claim')}
      onClick={() => void claimTickets([ticket])}
    />
  );
}

function More(props: {
  ticket: Ticket;
  onMacro: () => void;
  onRename: () => void;
  onMerge: () => void;
  onDelete: () => void;
}) {
  const { t } = useTranslation(['tickets', 'desk']);
  const { ticket, onMacro, onRename, onMerge, onDelete } = props;
  const { isAdmin } = useMe();
  const copy = async () => {
    if (await copyText(`${location.origin}/tickets/${ticket.id}`)) toast(t('ticket.linkCopied'));
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={t('ticket.more')}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconBolt size={16} />} onClick={onMacro}>
          {t('desk:macros.apply')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onRename}>
          {t('ticket.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={onMerge}>
          {t('merge.confirm')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copy()}>
          {t('ticket.copyLink')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={`/api/v1/tickets/${ticket.id}/transcript`}
          target="_blank"
          leftSection={<IconFileText size={16} />}
        >
          {t('ticket.transcript')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={`/api/v1/tickets/${ticket.id}/transcript?format=text`}
          download
          leftSection={<IconDownload size={16} />}
        >
          {t('ticket.transcriptText')}
        </Menu.Item>
        {isAdmin && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
            {t('ticket.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The page's single keys, while nobody types and no dialog or menu has the keyboard. */
function useKeys(pressed: (key: string) => boolean): void {
  const latest = useRef(pressed);
  useLayoutEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const isElsewhere =
        event.target instanceof Element && event.target.closest('[role=dialog], [role=menu]') !== null;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || isElsewhere) return;
      if (!event.defaultPrevented && latest.current(event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
