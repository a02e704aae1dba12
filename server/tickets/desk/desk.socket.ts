import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/desk.ts';
import type { Desk } from './desk.ts';
import type { Tickets } from '../tickets.ts';

const reading = { scope: 'tickets:read' } as const;
const writing = { scope: 'tickets:write' } as const;

export function registerDesk(
  commands: Commands,
  desk: Desk,
  tickets: Pick<Tickets, 'aside' | 'many' | 'merging'>,
): void {
  const { aside, many, merging } = tickets;
  handle(commands, contract.updateTickets, many.update, writing);
  handle(commands, contract.undoChanges, many.undo, writing);
  handle(commands, contract.listAgents, many.agents, reading);
  handle(commands, contract.getTicketAside, aside.get, reading);
  handle(commands, contract.linkTickets, aside.link, writing);
  handle(commands, contract.unlinkTickets, aside.unlink, writing);
  handle(commands, contract.followTicket, aside.follow, writing);
  handle(commands, contract.spendTime, aside.spend, writing);
  handle(commands, contract.mergeTickets, merging.merge, writing);
  handle(commands, contract.splitTicket, merging.split, writing);
  const { queues, requesters } = desk;
  handle(commands, contract.listQueueSetups, (actor) => queues.list(actor), reading);
  handle(commands, contract.getQueueSetup, queues.get, reading);
  handle(commands, contract.saveQueue, queues.save, writing);
  handle(commands, contract.archiveQueue, queues.archive, writing);
  const { replies, views } = desk.items;
  handle(
    commands,
    contract.attendTicket,
    (actor, input, { connection }) => desk.attend(actor, input, connection),
    reading,
  );
  handle(
    commands,
    contract.unattendTicket,
    (actor, _input, { connection }) => desk.unattend(actor, connection),
    reading,
  );
  handle(
    commands,
    contract.listCannedReplies,
    async (actor) => ({ replies: await replies.list(actor) }),
    reading,
  );
  handle(commands, contract.saveCannedReply, replies.save, writing);
  handle(commands, contract.deleteCannedReply, replies.remove, writing);
  handle(commands, contract.listTicketViews, async (actor) => ({ views: await views.list(actor) }), reading);
  handle(commands, contract.saveTicketView, views.save, writing);
  handle(commands, contract.deleteTicketView, views.remove, writing);
  handle(commands, contract.getRequester, requesters.get, reading);
  handle(commands, contract.setRequesterNote, requesters.setNote, writing);
}
