import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { Locale, PersonKind } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import { fold } from './fold.ts';
import { type PersonRow, personColumns } from './present.ts';

export type NewPerson = {
  id: PersonId;
  kind: PersonKind;
  displayName: string;
  email: string | null;
  passwordHash: string | null;
  locale: Locale;
  timeZone: string;
  isAdmin: boolean;
  guestMeetingId: MeetingId | null;
  guestMeetingCode: string | null;
  createdAt: Date;
};

/** `conflict` with reason `emailTaken` where the address has an account already. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<PersonRow> {
  const row = await tx
    .insertInto('people')
    .values({
      id: person.id,
      kind: person.kind,
      display_name: person.displayName,
      folded_name: fold(person.displayName),
      email: person.email,
      password_hash: person.passwordHash,
      locale: person.locale,
      time_zone: person.timeZone,
      is_admin: person.isAdmin,
      guest_meeting_id: person.guestMeetingId,
      guest_meeting_code: person.guestMeetingCode,
      created_at: person.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(personColumns)
    .executeTakeFirst();
  if (row) return row;
  throw new AppError('conflict', 'This e-mail address has an account already.', {
    details: { reason: 'emailTaken' },
  });
}

export const findPerson = (reader: Reader, id: PersonId): Promise<PersonRow | undefined> =>
  reader.selectFrom('people').select(personColumns).where('id', '=', id).executeTakeFirst();

export async function getPerson(reader: Reader, id: PersonId): Promise<PersonRow> {
  const row = await findPerson(reader, id);
  if (!row) throw new AppError('notFound', 'There is no such person.');
  return row;
}

/** Locks the row until the transaction ends. */
export async function lockPerson(tx: Tx, id: PersonId): Promise<PersonRow> {
  const row = await tx
    .selectFrom('people')
    .select(personColumns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('notFound', 'There is no such person.');
  return row;
}

export const findCredentials = (reader: Reader, email: string) =>
  reader
    .selectFrom('people')
    .select(['id', 'kind', 'password_hash as passwordHash', 'suspended_at as suspendedAt'])
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .executeTakeFirst();

export type Known = { id: PersonId; kind: PersonKind };
export async function findWithEmails(
  reader: Reader,
  emails: readonly string[],
): Promise<(Known & { key: string })[]> {
  return await reader
    .selectFrom('people')
    .select(['id', 'kind', sql<string>`lower(email)`.as('key')])
    .where(sql<boolean>`lower(email) = any(${emails}::text[])`)
    .where('suspended_at', 'is', null)
    .execute();
}

/** Two at most. */
export async function findEmployeesNamed(reader: Reader, foldedName: string): Promise<PersonId[]> {
  const rows = await reader
    .selectFrom('people')
    .select('id')
    .where('kind', '=', 'member')
    .where('folded_name', '=', foldedName)
    .where('suspended_at', 'is', null)
    .limit(2)
    .execute();
  return rows.map(({ id }) => id);
}

export const findPasswordHash = (reader: Reader, id: PersonId) =>
  reader.selectFrom('people').select('password_hash as passwordHash').where('id', '=', id).executeTakeFirst();

export async function setPasswordHash(tx: Tx, id: PersonId, passwordHash: string): Promise<void> {
  await tx.updateTable('people').set({ password_hash: passwordHash }).where('id', '=', id).execute();
}

export type ProfileChange = {
  displayName?: string | undefined;
  locale?: Locale | undefined;
  timeZone?: string | undefined;
};

export const updatePerson = (tx: Tx, id: PersonId, change: ProfileChange): Promise<PersonRow> =>
  tx
    .updateTable('people')
    .set({
      ...(change.displayName === undefined
        ? {}
        : { display_name: change.displayName, folded_name: fold(change.displayName) }),
      ...(change.locale === undefined ? {} : { locale: change.locale }),
      ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
    })
    .where('id', '=', id)
    .returning(personColumns)
    .executeTakeFirstOrThrow();

type StatusChange = { suspended_at: Date | null } | { is_admin: boolean } | { avatar_key: string | null };

export const setOfPerson = (tx: Tx, id: PersonId, change: StatusChange): Promise<PersonRow> =>
  tx
    .updateTable('people')
    .set(change)
    .where('id', '=', id)
    .returning(personColumns)
    .executeTakeFirstOrThrow();

export async function countActiveAdministrators(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom('people')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('is_admin', '=', true)
    .where('suspended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
