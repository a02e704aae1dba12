import type { Caller } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Locale } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, WidgetId } from '#shared/contract/ids.ts';
import { findPerson, insertPerson } from './people.store.ts';
import type { PersonRow } from './present.ts';
import type { OpenedSession, Sessions } from './sessions.service.ts';

type NewVisitor = { displayName: string; locale: Locale; widgetId: WidgetId };
type Parts = { clock: Clock; sessions: Sessions };
export type Visit = { person: PersonRow; session: OpenedSession };

/** Customers who come through a web site's widget: without a password, and without an address, for nobody has checked theirs. */
export function createVisitorAccounts({ clock, sessions }: Parts) {
  /** Suspended is the same as gone. */
  async function welcome(tx: Tx, id: PersonId): Promise<PersonRow> {
    const person = await findPerson(tx, id);
    if (!person || person.suspendedAt) throw new AppError('expired', 'This link no longer works.');
    return person;
  }

  return {
    async create(tx: Tx, { displayName, locale, widgetId }: NewVisitor, caller: Caller): Promise<Visit> {
      const person = await insertPerson(tx, {
        id: newId<PersonId>(),
        kind: 'customer',
        isAdmin: false,
        displayName,
        email: null,
        passwordHash: null,
        locale,
        timeZone: 'UTC',
        guestMeetingId: null,
        guestMeetingCode: null,
        createdAt: clock.now(),
      });
      return { person, session: await sessions.open(tx, person, caller, widgetId) };
    },

    /** In the widget, on another device. */
    async comeBack(tx: Tx, id: PersonId, widgetId: WidgetId, caller: Caller): Promise<Visit> {
      const person = await welcome(tx, id);
      return { person, session: await sessions.open(tx, person, caller, widgetId) };
    },

    /** On the hub's own pages. */
    async enter(tx: Tx, id: PersonId, caller: Caller): Promise<OpenedSession> {
      return await sessions.open(tx, await welcome(tx, id), caller);
    },
  };
}
export type VisitorAccounts = ReturnType<typeof createVisitorAccounts>;
