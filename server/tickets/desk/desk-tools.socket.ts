import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/desk-tools.ts';
import * as fieldContract from '#shared/contract/fields.ts';
import type { Desk } from './desk.ts';
import type { Tickets } from '../tickets.ts';

const reading = { scope: 'tickets:read' } as const;
const writing = { scope: 'tickets:write' } as const;

export function registerDeskTools(
  commands: Commands,
  { macros, fields }: Pick<Tickets, 'macros' | 'fields'>,
  { templates }: Desk['items'],
): void {
  handle(commands, contract.listMacros, macros.list, reading);
  handle(commands, contract.saveMacro, macros.save, writing);
  handle(commands, contract.deleteMacro, macros.remove, writing);
  handle(commands, contract.applyMacro, macros.apply, writing);
  handle(
    commands,
    contract.listTemplates,
    async (actor) => ({ templates: await templates.list(actor) }),
    reading,
  );
  handle(commands, contract.saveTemplate, templates.save, writing);
  handle(commands, contract.deleteTemplate, templates.remove, writing);
  handle(commands, fieldContract.listFields, fields.list, reading);
  handle(commands, fieldContract.saveField, fields.save, writing);
  handle(commands, fieldContract.deleteField, fields.remove, writing);
  handle(commands, fieldContract.orderFields, fields.order, writing);
  handle(commands, fieldContract.getTicketFields, fields.get, reading);
  handle(commands, fieldContract.setTicketFields, fields.set, writing);
}
