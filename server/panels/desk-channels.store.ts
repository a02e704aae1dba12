import type { Reader, Tx } from '#server/platform/db.ts';
import type { ChannelId, QueueId } from '#shared/contract/ids.ts';

export async function listDeskChannels(db: Reader): Promise<Map<QueueId, ChannelId>> {
  const rows = await db.selectFrom('desk_channels').selectAll().execute();
  return new Map(rows.map((row) => [row.queue_id, row.channel_id]));
}

export async function findDeskChannel(db: Reader, queueId: QueueId): Promise<ChannelId | undefined> {
  const row = await db
    .selectFrom('desk_channels')
    .select('channel_id')
    .where('queue_id', '=', queueId)
    .executeTakeFirst();
  return row?.channel_id;
}

export async function setDeskChannel(tx: Tx, queueId: QueueId, channelId: ChannelId | null): Promise<void> {
  if (channelId === null) {
    await tx.deleteFrom('desk_channels').where('queue_id', '=', queueId).execute();
    return;
  }
  await tx
    .insertInto('desk_channels')
    .values({ queue_id: queueId, channel_id: channelId })
    .onConflict((conflict) => conflict.column('queue_id').doUpdateSet({ channel_id: channelId }))
    .execute();
}
