import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/widget.ts';
import type { WidgetDomain } from './widget.ts';

const administering = { scope: 'admin' } as const;
const reading = { scope: 'tickets:read' } as const;
const writing = { scope: 'tickets:write' } as const;

export function registerWidget(commands: Commands, { widgets, visitors }: WidgetDomain): void {
  handle(commands, contract.listWidgets, (actor) => widgets.list(actor), administering);
  handle(commands, contract.createWidget, widgets.create, administering);
  handle(commands, contract.updateWidget, widgets.update, administering);
  handle(commands, contract.deleteWidget, widgets.delete, administering);
  handle(commands, contract.openConversation, visitors.open, writing);
  handle(commands, contract.createReturnLink, visitors.createReturnLink, writing);
  handle(commands, contract.enterCall, visitors.enterCall, writing);
  handle(commands, contract.getVisitor, visitors.describe, reading);
}
