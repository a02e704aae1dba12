import type { Reader, Tx } from '#server/platform/db.ts';
import type { Autoscaling } from '#shared/contract/admin.ts';
import type { PersonId } from '#shared/contract/ids.ts';

export async function readScaling(reader: Reader): Promise<Autoscaling> {
  const { enabled, monthly_cap, regions } = await reader
    .selectFrom('autoscaling')
    .select(['enabled', 'monthly_cap', 'regions'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return { enabled, monthlyCap: monthly_cap, regions };
}

export async function writeScaling(tx: Tx, settings: Autoscaling, changedBy: PersonId): Promise<void> {
  await tx
    .updateTable('autoscaling')
    .set({
      enabled: settings.enabled,
      monthly_cap: settings.monthlyCap,
      regions: JSON.stringify(settings.regions),
      changed_by: changedBy,
    })
    .where('id', '=', 1)
    .execute();
}
