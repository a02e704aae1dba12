import type { Clock } from '#server/platform/clock.ts';
import type { Reader, Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { fold } from './fold.ts';
import { findEmployeesNamed, findWithEmails, insertPerson, type Known } from './people.store.ts';

/** Customers whom another system knows: without a password and without an address, so they never sign in. */
export const createContacts = ({ clock }: { clock: Clock }) => ({
  async create(tx: Tx, displayName: string): Promise<PersonId> {
    const { id } = await insertPerson(tx, {
      id: newId<PersonId>(),
      kind: 'customer',
      isAdmin: false,
      displayName,
      email: null,
      passwordHash: null,
      locale: 'en',
      timeZone: 'UTC',
      guestMeetingId: null,
      guestMeetingCode: null,
      createdAt: clock.now(),
    });
    return id;
  },

  /** Who has an account with one of these addresses, by the address in lower case. */
  withEmails: async (reader: Reader, emails: readonly string[]): Promise<Map<string, Known>> =>
    new Map((await findWithEmails(reader, emails)).map(({ key, ...known }) => [key, known])),

  /** Employees who are called so, without regard to case and accents; nobody where two are. */
  async employeeNamed(reader: Reader, name: string): Promise<PersonId | undefined> {
    const [found, ...others] = await findEmployeesNamed(reader, fold(name));
    return others.length === 0 ? found : undefined;
  },
});
export type Contacts = ReturnType<typeof createContacts>;
