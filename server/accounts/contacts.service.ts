import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { insertPerson } from './people.store.ts';

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
});
export type Contacts = ReturnType<typeof createContacts>;
