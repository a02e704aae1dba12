import { type Commands, handle } from '#server/signaling/bind.ts';
import type { Tickets } from '#server/tickets/tickets.ts';
import * as contract from '#shared/contract/panels.ts';
import type { Panels } from './panels.ts';

const reading = { scope: 'tickets:read' } as const;
const writing = { scope: 'tickets:write' } as const;

export function registerPanels(
  commands: Commands,
  panels: Panels,
  tickets: Pick<Tickets, 'audiencesOf'>,
): void {
  handle(commands, contract.createPanel, panels.create, writing);
  handle(commands, contract.updatePanel, panels.update, writing);
  handle(commands, contract.getPanel, panels.get, reading);
  handle(commands, contract.getPanelSettings, panels.getSettings, reading);
  handle(commands, contract.openFromPanel, panels.open, writing);
  handle(commands, contract.openFromMessage, panels.openFromMessage, writing);
  handle(commands, contract.listDeskChannels, (actor) => panels.desk.list(actor), reading);
  handle(commands, contract.setDeskChannel, (actor, input) => panels.desk.set(actor, input), writing);
  handle(commands, contract.listThreads, (actor) => panels.threads.list(actor), reading);
  handle(commands, contract.readThread, (actor, input) => panels.threads.read(actor, input), writing);
  handle(
    commands,
    contract.ticketCards,
    async (actor, { ticketIds }, { connection }) => {
      for (const heard of await tickets.audiencesOf(actor)) await connection.join(heard);
      return await panels.cards(actor, ticketIds);
    },
    reading,
  );
}
