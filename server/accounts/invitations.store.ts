import { sql } from 'kysely';
import type * as z from 'zod';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { InvitationRole } from '#shared/contract/accounts.ts';
import type { InvitationId, PersonId } from '#shared/contract/ids.ts';

export type InvitationRow = {
  id: InvitationId;
  role: z.infer<typeof InvitationRole>;
  email: string | null;
  createdBy: PersonId;
  createdAt: Date;
  expiresAt: Date;
  maxUses: number | null;
  uses: number;
};
const invitationColumns = [
  'id',
  'role',
  'email',
  'created_by as createdBy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'max_uses as maxUses',
  'uses',
] as const;

export type NewInvitation = Omit<InvitationRow, 'uses'> & { secretHash: Buffer };

export const insertInvitation = (tx: Tx, invitation: NewInvitation): Promise<InvitationRow> =>
  tx
    .insertInto('invitations')
    .values({
      id: invitation.id,
      secret_hash: invitation.secretHash,
      role: invitation.role,
      email: invitation.email,
      created_by: invitation.createdBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
      max_uses: invitation.maxUses,
    })
    .returning(invitationColumns)
    .executeTakeFirstOrThrow();

export const listInvitations = (reader: Reader, now: Date): Promise<InvitationRow[]> =>
  reader
    .selectFrom('invitations')
    .select(invitationColumns)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();

/** One that still opens: it has uses and time left, and who made it is still an administrator. */
export const findOpenInvitation = (reader: Reader, secretHash: Buffer, now: Date) =>
  reader
    .selectFrom('invitations')
    .innerJoin('people as inviter', 'inviter.id', 'invitations.created_by')
    .innerJoin('organisation', (join) => join.onTrue())
    .select([
      'invitations.id as id',
      'invitations.role as role',
      'invitations.email as email',
      'inviter.display_name as invitedBy',
      'organisation.name as organisationName',
    ])
    .where('secret_hash', '=', secretHash)
    .where('expires_at', '>', now)
    .where(sql<boolean>`(max_uses is null or uses < max_uses)`)
    .where('inviter.is_admin', '=', true)
    .where('inviter.suspended_at', 'is', null)
    .executeTakeFirst();

/** Takes one use. Of many who come at once as many get true as there are uses: each waits for the row. */
export async function useInvitation(tx: Tx, id: InvitationId, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('invitations')
    .set((set) => ({ uses: set('uses', '+', 1) }))
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .where(sql<boolean>`(max_uses is null or uses < max_uses)`)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteInvitation(
  tx: Tx,
  id: InvitationId,
): Promise<{ role: string; email: string | null } | undefined> {
  return await tx
    .deleteFrom('invitations')
    .where('id', '=', id)
    .returning(['role', 'email'])
    .executeTakeFirst();
}

export async function deleteExpiredInvitations(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('invitations').where('expires_at', '<=', now).execute();
}
