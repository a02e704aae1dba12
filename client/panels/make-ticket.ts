import type { UseNavigateResult } from '@tanstack/react-router';
import i18next from 'i18next';
import type { MessageId } from '#shared/contract/ids.ts';
import { openFromMessage } from '#shared/contract/panels.ts';
import { hub } from '../app/hub.ts';
import { toast, toastError } from '../app/toast.ts';

/** Makes a ticket of what somebody wrote, and offers to go there. */
export async function makeTicket(messageId: MessageId, navigate: UseNavigateResult<string>): Promise<void> {
  try {
    await i18next.loadNamespaces('panels');
    const { id, number } = await hub.call(openFromMessage, { messageId });
    toast(i18next.t('panels:made.title', { number }), {
      label: i18next.t('panels:made.open'),
      run: () => void navigate({ to: '/tickets/$ticketId', params: { ticketId: id } }),
    });
  } catch (error) {
    toastError(error);
  }
}
