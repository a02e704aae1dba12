import i18next from 'i18next';
import { claimTicket, type Ticket } from '#shared/contract/tickets.ts';
import { hub } from '../app/hub.ts';
import { toast, toastError } from '../app/toast.ts';
import type { Undo, Work } from './core/tickets.core.ts';
import { tickets } from './use-tickets.ts';

const retry = (run: () => void) => ({ label: i18next.t('common:actions.retry'), run });

/** Changes tickets, says so, and offers to take it back. */
export async function changeTickets(chosen: readonly Ticket[], work: Work): Promise<void> {
  try {
    const { count, undo } = await tickets.change(chosen, work);
    toast(
      i18next.t('tickets:done.changed', { count }),
      undo ? { label: i18next.t('tickets:done.undo'), run: () => void takeBack(undo) } : undefined,
    );
  } catch (error) {
    toastError(
      error,
      retry(() => void changeTickets(chosen, work)),
    );
  }
}

async function takeBack(undo: Undo): Promise<void> {
  try {
    const count = await undo();
    if (count > 0) toast(i18next.t('tickets:done.kept', { count }));
  } catch (error) {
    toastError(error);
  }
}

/** Makes them mine, unless somebody else was quicker. */
export async function claimTickets(chosen: readonly Ticket[]): Promise<void> {
  try {
    for (const { id } of chosen) tickets.note(await hub.call(claimTicket, { ticketId: id }));
  } catch (error) {
    toastError(error);
  }
}
