import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import { ChannelId, ClientMessageId, PersonId, type QueueId, TicketId } from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/panels.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { findDeskChannel, listDeskChannels, setDeskChannel } from './desk-channels.store.ts';
import type { PanelsNeeds } from './needs.ts';
import { canHostDesk } from './panels.policy.ts';
import type { PlaceOf } from './places.ts';

type Parts = Pick<Platform, 'db' | 'jobs' | 'clock' | 'logger'> &
  Pick<PanelsNeeds, 'chat' | 'tickets'> & { placeOf: PlaceOf };

const Notice = z.object({ ticketId: TicketId, authorId: PersonId, channelId: ChannelId });
type Notice = z.infer<typeof Notice>;

const secondTryMs = 20_000;

/** The channels in which the desk learns of new tickets. */
export function createDeskChannels({ db, jobs, clock, logger, chat, tickets, placeOf }: Parts) {
  /** The same ticket in the same channel is one message, however often it is told. */
  const tell = ({ ticketId, authorId, channelId }: Notice) =>
    chat.say({ channelId, authorId, clientId: noticeId(ticketId, channelId), body: `<ticket:${ticketId}>` });

  const again = jobs.define('panels-notice', Notice, async (notice) => {
    await tell(notice).catch((error: unknown) => {
      // The channel was archived, or is gone: nobody waits for the notice.
      if (!(error instanceof AppError) || !['forbidden', 'notFound'].includes(error.code)) throw error;
    });
  });

  async function noteTicket(tx: Tx, before: Ticket | undefined, after: Ticket | undefined): Promise<void> {
    if (!after || before?.queueId === after.queueId) return;
    // A connector brings hundreds at once: lists and walls show them, a channel would drown.
    if (!before && after.source) return;
    const channelId = await findDeskChannel(tx, after.queueId);
    if (!channelId) return;
    const notice = { ticketId: after.id, authorId: after.requesterId, channelId };
    // At once below; the job finds it done, unless this process ends in between.
    await again.enqueue(tx, notice, { startAfter: new Date(clock.now().getTime() + secondTryMs) });
    tx.afterCommit(() => {
      tell(notice).catch((error: unknown) => logger.warn({ err: error }, 'a ticket is told later'));
    });
  }

  async function readableQueues(actor: Actor): Promise<QueueId[]> {
    const { queues } = await tickets.listQueues(actor);
    return queues.map(({ id }) => id);
  }

  return {
    noteTicket,

    async list(actor: Actor): Promise<OutputOf<typeof contract.listDeskChannels>> {
      const [queues, channels] = await Promise.all([readableQueues(actor), listDeskChannels(db.read)]);
      return {
        channels: queues.map((queueId) => ({ queueId, channelId: channels.get(queueId) ?? null })),
      };
    },

    async set(
      actor: Actor,
      { queueId, channelId }: ParsedInputOf<typeof contract.setDeskChannel>,
    ): Promise<typeof nothing> {
      if (!(await readableQueues(actor)).includes(queueId))
        throw new AppError('notFound', 'There is no such queue.');
      // Whoever takes a channel away must be in charge of it, too.
      const concerned = channelId ?? (await findDeskChannel(db.read, queueId));
      if (!concerned) return nothing;
      const { standing } = await placeOf(actor, concerned);
      if (!canHostDesk(actor, standing))
        throw new AppError('forbidden', 'Only employees who moderate an internal channel decide this.');
      await db.transaction((tx) => setDeskChannel(tx, queueId, channelId));
      return nothing;
    },
  };
}

/** A UUID of its own kind (version 8, RFC 9562) from what it stands for. */
function noticeId(ticketId: TicketId, channelId: ChannelId): ClientMessageId {
  const hash = createHash('sha256').update(`${ticketId} ${channelId}`).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return ClientMessageId.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}
