import type { TicketField } from './contract/fields.ts';
import type { QueueId } from './contract/ids.ts';

/** Whether a ticket of this queue should have a value. */
export const isAskedIn = (
  { archived, queueIds }: Pick<TicketField, 'archived' | 'queueIds'>,
  queueId: QueueId,
): boolean => !archived && (queueIds === null || queueIds.includes(queueId));
