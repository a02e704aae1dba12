import type { Me, PersonKind } from '#shared/contract/accounts.ts';

/** Of an actor or of a person: all that the rules about people ask. */
export type Standing = { kind: PersonKind; isAdmin: boolean };

export const canInvite = ({ isAdmin }: Standing): boolean => isAdmin;
export const canAdminister = ({ isAdmin }: Standing): boolean => isAdmin;
export const canCreateSpace = ({ kind }: Standing): boolean => kind === 'member';
export const canCreateMeeting = ({ kind }: Standing): boolean => kind === 'member';
/** Guests come and go without an account of their own. */
export const canHaveTokens = ({ kind }: Standing): boolean => kind !== 'guest';

/** Members browse colleagues and customers; an administrator sees guests and suspended people too. */
export const canListPeople = ({ kind }: Standing): boolean => kind === 'member';
export const listedKinds = ({ isAdmin }: Standing): PersonKind[] =>
  isAdmin ? ['member', 'customer', 'guest'] : ['member', 'customer'];
export const canSeeStatus = ({ isAdmin }: Standing): boolean => isAdmin;
/** Everybody else sees only those who share a space or a meeting with them. */
export const canSeeEverybody = ({ kind }: Standing): boolean => kind === 'member';

export const abilitiesOf = (standing: Standing): Me['can'] => ({
  invite: canInvite(standing),
  createSpace: canCreateSpace(standing),
  createMeeting: canCreateMeeting(standing),
  administer: canAdminister(standing),
});
