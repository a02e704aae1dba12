import { useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Ticket } from '#shared/contract/tickets.ts';
import { Page, PageHeader } from '../../app/Page.tsx';
import { toastError } from '../../app/toast.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import type { Changes } from '../core/changes.ts';
import type { ReadyTicket } from '../core/ticket.core.ts';
import { CustomerFields } from '../fields/CustomerFields.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import { useTicketKeys } from '../use-ticket-keys.tsx';
import { tickets, useAtDesk } from '../use-tickets.ts';
import { AnsweringLine } from './AnsweringLine.tsx';
import { AttendanceLine } from './AttendanceLine.tsx';
import { CallButton } from './CallButton.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import { type Mode, TicketComposer } from './TicketComposer.tsx';
import { TicketDetails } from './TicketDetails.tsx';
import type { TicketAct } from './TicketMenu.tsx';
import classes from './TicketPage.module.css';
import { TicketTools } from './TicketTools.tsx';
import { Timeline } from './Timeline.tsx';
import { useDetailsShown } from './use-details-shown.ts';
import { Verdict } from './Verdict.tsx';

/** A ticket with all that happened to it, and what one may do: the desk, or who asked. */
export function OpenTicket({ view, onBack }: { view: ReadyTicket; onBack: () => void }) {
  const atDesk = useAtDesk();
  const { write } = useSearch({ from: '/shell/member/tickets/$ticketId' });
  const [mode, setMode] = useState<Mode>(write ?? 'reply');
  const [doing, setDoing] = useState<TicketAct>();
  const [showsDetails, showDetails] = useDetailsShown();
  const field = useRef<HTMLTextAreaElement>(null);
  const ticket: Ticket = { ...view.ticket, ...view.pending };
  const change = (changes: Changes) => void tickets.view(ticket.id).update(changes).catch(toastError);
  const keys = useTicketKeys(() => (atDesk ? [view.ticket] : []));
  const begin = (next: Mode) => {
    setMode(next);
    field.current?.focus();
  };
  usePageKeys((key) => {
    if (key === 'r') begin('reply');
    else if (key === 'n' && atDesk) begin('note');
    else if (key === 'u') onBack();
    else return keys.pressed(key);
    return true;
  });
  const close = () => setDoing(undefined);

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
        onBack={onBack}
        actions={
          atDesk ? (
            <TicketTools
              ticket={ticket}
              onChange={change}
              onAct={(act) => (act === 'macro' ? keys.chooseMacro() : setDoing(act))}
              showsDetails={showsDetails}
              onDetails={() => showDetails(!showsDetails)}
            />
          ) : (
            <>
              <StatusChip ticket={ticket} />
              <CallButton ticket={ticket} />
            </>
          )
        }
      />
      <Timeline view={view}>{!atDesk && <CustomerSide ticket={ticket} />}</Timeline>
      {atDesk ? (
        <AttendanceLine ticketId={ticket.id} />
      ) : (
        <AnsweringLine key={ticket.seq} ticketId={ticket.id} />
      )}
      <TicketComposer ticket={ticket} field={field} mode={mode} onMode={setMode} />
      {keys.dialog}
      {doing === 'delete' && <DeleteDialog ticket={ticket} onDeleted={onBack} onClose={close} />}
      {doing === 'merge' && <MergeDialog ticket={ticket} onClose={close} />}
      {doing === 'rename' && (
        <RenameDialog subject={ticket.subject} onRename={(subject) => change({ subject })} onClose={close} />
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
