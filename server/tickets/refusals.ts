import { violatedUnique } from '#server/platform/db-errors.ts';
import { AppError } from '#shared/contract/errors.ts';

export const unknownTicket = () => new AppError('notFound', 'There is no such ticket.');
export const unknownQueue = () => new AppError('notFound', 'There is no such queue.');
export const archivedQueue = () =>
  new AppError('conflict', 'This queue is archived: it takes no new tickets.', {
    details: { reason: 'archived' },
  });
export const unknownLabel = () => new AppError('notFound', 'There is no such label.');
export const unknownCompany = () => new AppError('notFound', 'There is no such company.');
/** A ticket of another system is answered and changed there. */
export const mirrored = () =>
  new AppError('conflict', 'This ticket lives in another system: answer and change it there.', {
    details: { reason: 'mirrored' },
  });
export const forDeskOnly = () => new AppError('forbidden', 'Only employees do this.');
export const notForYou = (message: string) => new AppError('forbidden', message);
export const taken = () =>
  new AppError('conflict', 'This id is taken by another entry.', { details: { reason: 'taken' } });

/** Two at once with one client id: the later one is told to ask again, and then gets the first one's. */
export function rethrowTaken(error: unknown): never {
  if (violatedUnique(error)) throw taken();
  throw error;
}
