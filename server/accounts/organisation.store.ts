import type { Reader, Tx } from '#server/platform/db.ts';

export const findOrganisation = (reader: Reader) =>
  reader
    .selectFrom('organisation')
    .select(['name', 'setup_hash as setupHash'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();

export type OrganisationSettings = {
  name: string | null;
  lobbyByDefault: boolean;
  guests: boolean;
  sessionDays: number;
  auditDays: number;
};

const settingsOf = (reader: Reader) =>
  reader
    .selectFrom('organisation')
    .select([
      'name',
      'lobby_by_default as lobbyByDefault',
      'guests',
      'session_days as sessionDays',
      'audit_days as auditDays',
    ])
    .where('id', '=', 1);

export const readSettings = (reader: Reader): Promise<OrganisationSettings> =>
  settingsOf(reader).executeTakeFirstOrThrow();

export const lockSettings = (tx: Tx): Promise<OrganisationSettings> =>
  settingsOf(tx).forUpdate().executeTakeFirstOrThrow();

export async function changeOrganisation(tx: Tx, settings: OrganisationSettings): Promise<void> {
  await tx
    .updateTable('organisation')
    .set({
      name: settings.name,
      lobby_by_default: settings.lobbyByDefault,
      guests: settings.guests,
      session_days: settings.sessionDays,
      audit_days: settings.auditDays,
    })
    .where('id', '=', 1)
    .execute();
}

/** False once the first administrator exists. */
export async function offerSetup(tx: Tx, setupHash: Buffer): Promise<boolean> {
  const result = await tx
    .updateTable('organisation')
    .set({ setup_hash: setupHash })
    .where('id', '=', 1)
    .where('name', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Of several who hold the link, one gets true: the row's lock puts them in a line, and the name is null only once. */
export async function claimOrganisation(
  tx: Tx,
  claim: { setupHash: Buffer; name: string; createdAt: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('organisation')
    .set({ name: claim.name, created_at: claim.createdAt, setup_hash: null })
    .where('id', '=', 1)
    .where('name', 'is', null)
    .where('setup_hash', '=', claim.setupHash)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Changes of who administers wait for each other, so that two of them cannot each remove the other's last one. */
export async function lockAdministration(tx: Tx): Promise<void> {
  await tx.selectFrom('organisation').select('id').where('id', '=', 1).forUpdate().execute();
}
