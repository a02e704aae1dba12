import type { CommandDef, EventDef, RouteDef } from '#shared/contract/define.ts';
import type * as desk from '#shared/contract/desk.ts';
import type * as tickets from '#shared/contract/tickets.ts';
import type * as widget from '#shared/contract/widget.ts';

// Of the contract's definitions the connection reads names alone, and their schemas weigh more than this whole bundle may.
// `wire.test.ts` holds the names to the contract.
const command = <C extends CommandDef>(name: string) => ({ name }) as Partial<CommandDef> as C;
const event = <E extends EventDef>(name: string) => ({ name }) as Partial<EventDef> as E;
const route = <R extends RouteDef>(method: RouteDef['method'], path: string) =>
  ({ method, path }) as Partial<RouteDef> as R;

export const getFace = route<typeof widget.getWidgetFace>('get', '/widgets/:key');
export const getChallenge = route<typeof widget.getChallenge>('post', '/widgets/:key/challenges');
export const enter = route<typeof widget.enterAsVisitor>('post', '/widgets/:key/visitors');
export const comeBack = route<typeof widget.returnAsVisitor>('post', '/widgets/:key/returns');

export const openConversation = command<typeof widget.openConversation>('widget:open');
export const createLink = command<typeof widget.createReturnLink>('widget:createLink');
export const list = command<typeof tickets.listTickets>('tickets:list');
export const since = command<typeof tickets.ticketSince>('tickets:since');
export const reply = command<typeof tickets.replyToTicket>('tickets:reply');
export const confirm = command<typeof tickets.confirmTicket>('tickets:confirm');
export const rate = command<typeof tickets.rateTicket>('tickets:rate');
export const startCall = command<typeof tickets.startTicketCall>('tickets:startCall');
export const enterCall = command<typeof widget.enterCall>('widget:enterCall');
export const upload = route<typeof tickets.uploadTicketAttachment>('post', '/tickets/:ticketId/attachments');

export const changed = event<typeof tickets.ticketChanged>('tickets:changed');
export const answering = event<typeof desk.ticketAnswering>('tickets:answering');
