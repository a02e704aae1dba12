import type { Actor } from '#server/accounts/actor.ts';
import { type CommandContext, type Commands, handle } from '#server/signaling/bind.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import * as contract from '#shared/contract/tickets.ts';
import type { Tickets } from './tickets.ts';

const reading = { scope: 'tickets:read' } as const;
const writing = { scope: 'tickets:write' } as const;

export function registerTickets(commands: Commands, tickets: Tickets): void {
  handle(commands, contract.listQueues, (actor) => tickets.listQueues(actor), reading);
  handle(commands, contract.setQueueRules, tickets.setRules, writing);
  handle(commands, contract.listCompanies, tickets.listCompanies, reading);
  handle(commands, contract.createCompany, tickets.createCompany, writing);
  handle(commands, contract.setCompanyOf, tickets.setCompanyOf, writing);
  handle(commands, contract.createTicket, tickets.create, writing);
  handle(commands, contract.replyToTicket, tickets.reply, writing);
  handle(commands, contract.updateTicket, tickets.update, writing);
  handle(commands, contract.claimTicket, tickets.claim, writing);
  handle(commands, contract.addToTicket, tickets.addPerson, writing);
  handle(commands, contract.removeFromTicket, tickets.removePerson, writing);
  handle(commands, contract.deleteTicket, tickets.remove, writing);
  handle(commands, contract.confirmTicket, tickets.confirm, writing);
  handle(commands, contract.rateTicket, tickets.rate, writing);
  handle(commands, contract.startTicketCall, tickets.startCall, writing);

  // To look is to listen: joined before it is read, so that nothing falls in between.
  const listening =
    <I, O>(
      answer: (actor: Actor, input: I) => Promise<O>,
      ticketOf: (input: I) => TicketId | undefined = () => undefined,
    ) =>
    async (actor: Actor, input: I, { connection }: CommandContext): Promise<O> => {
      for (const each of await tickets.audiencesOf(actor, ticketOf(input))) await connection.join(each);
      return await answer(actor, input);
    };
  handle(
    commands,
    contract.getTicket,
    listening(tickets.get, ({ ticketId }) => ticketId),
    reading,
  );
  handle(
    commands,
    contract.ticketSince,
    listening(tickets.since, ({ ticketId }) => ticketId),
    reading,
  );
  handle(commands, contract.listTickets, listening(tickets.list), reading);
  handle(commands, contract.watchTickets, listening(tickets.watch), reading);
}
