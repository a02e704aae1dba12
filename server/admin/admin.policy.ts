import type { Actor } from '#server/accounts/actor.ts';
import { AppError } from '#shared/contract/errors.ts';

export const canAdminister = ({ isAdmin }: Pick<Actor, 'isAdmin'>): boolean => isAdmin;

export function requireAdministrator(actor: Pick<Actor, 'isAdmin'>): void {
  if (!canAdminister(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
}
