import { expect, test } from 'vitest';
import { abilitiesOf, canHaveTokens, canListPeople, canSeeEverybody, listedKinds } from './people.policy.ts';

const administrator = { kind: 'member', isAdmin: true } as const;
const member = { kind: 'member', isAdmin: false } as const;
const customer = { kind: 'customer', isAdmin: false } as const;
const guest = { kind: 'guest', isAdmin: false } as const;

test('what each kind of person may do', () => {
  const nothing = { invite: false, createSpace: false, createMeeting: false, administer: false };
  expect(abilitiesOf(administrator)).toEqual({
    invite: true,
    createSpace: true,
    createMeeting: true,
    administer: true,
  });
  expect(abilitiesOf(member)).toEqual({ ...nothing, createSpace: true, createMeeting: true });
  expect(abilitiesOf(customer)).toEqual(nothing);
  expect(abilitiesOf(guest)).toEqual(nothing);
});

test('who sees whom', () => {
  expect(listedKinds(administrator)).toContain('guest');
  expect(listedKinds(member)).not.toContain('guest');
  expect([administrator, member, customer, guest].map(canListPeople)).toEqual([true, true, false, false]);
  expect([administrator, member, customer, guest].map(canSeeEverybody)).toEqual([true, true, false, false]);
});

test('a guest has no tokens', () => {
  expect([member, customer, guest].map(canHaveTokens)).toEqual([true, true, false]);
});
