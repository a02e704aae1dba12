import type { Standing } from '#server/accounts/people.policy.ts';

export const canAdministerNodes = ({ isAdmin }: Standing): boolean => isAdmin;
