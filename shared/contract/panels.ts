import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, line, Nothing, text, Timestamp } from './define.ts';
import {
  ChannelId,
  MessageId,
  PanelCategoryId,
  PanelId,
  PersonId,
  QueueId,
  TicketEntryId,
  TicketId,
} from './ids.ts';
import { Ticket, TicketPriority, TicketStatus } from './tickets.ts';

export const maxCategories = 10;
export const maxQuestions = 5;
export const maxAnswer = 2_000;

/** A line, some lines, or one of the choices. */
export const PanelQuestion = z
  .object({
    label: line(80),
    kind: z.enum(['line', 'text', 'choice']),
    required: z.boolean().default(true),
    choices: z.array(line(80)).max(20).default([]),
  })
  .refine(({ kind, choices }) => kind !== 'choice' || choices.length > 1, 'two choices or more');
export type PanelQuestion = z.infer<typeof PanelQuestion>;

const shown = {
  /** Made by whoever writes the panel, so that a category stays the same one when it is renamed. */
  id: PanelCategoryId,
  label: line(40),
  /** An emoji, or nothing. */
  icon: text(16).default(''),
  questions: z.array(PanelQuestion).max(maxQuestions).default([]),
};
/** A button of a panel: what it asks before it opens a ticket. Without questions it opens one at once. */
export const PanelCategory = z.object(shown);
export type PanelCategory = z.infer<typeof PanelCategory>;
/** What becomes of the tickets of a button, for those who write panels. */
export const CategorySettings = z.object({
  ...shown,
  queueId: QueueId,
  priority: TicketPriority.default('normal'),
  /** The hub's first words in each ticket. */
  greeting: text(2_000).default(''),
  /** Tickets of it that one person may have open at once. */
  maxOpen: z.int().min(1).max(50).default(3),
});
export type CategorySettings = z.infer<typeof CategorySettings>;

/** Buttons in a channel that open tickets: the message `<panel:ID>` shows it, wherever that is in the stream. */
export const Panel = z.object({
  id: PanelId,
  channelId: ChannelId,
  title: z.string(),
  text: z.string(),
  categories: z.array(PanelCategory),
});
export type Panel = z.infer<typeof Panel>;
export const PanelSettings = Panel.extend({ categories: z.array(CategorySettings) });
export type PanelSettings = z.infer<typeof PanelSettings>;

const PanelWords = {
  title: line(100),
  text: text(2_000).default(''),
  categories: z
    .array(CategorySettings)
    .min(1)
    .max(maxCategories)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each category once'),
};
/** Employees who moderate the channel, in a public or client space. The same id again answers the first panel. */
export const createPanel = command(
  'panels:create',
  z.object({ id: PanelId, channelId: ChannelId, ...PanelWords }),
  PanelSettings,
);
export const updatePanel = command(
  'panels:update',
  z.object({ panelId: PanelId, ...PanelWords }),
  PanelSettings,
);
/** `notFound` once its message was deleted. */
export const getPanel = command(
  'panels:get',
  z.object({ panelId: PanelId }),
  z.object({ panel: Panel, canEdit: z.boolean() }),
);
export const getPanelSettings = command('panels:getSettings', z.object({ panelId: PanelId }), PanelSettings);
/** To whoever reads the channel. */
export const panelChanged = event('panels:changed', z.object({ panel: Panel }));

/** A click: one answer for each question, in their order. `conflict` with reason `tooManyOpen` at the limit. */
export const openFromPanel = command(
  'panels:open',
  z.object({
    panelId: PanelId,
    categoryId: PanelCategoryId,
    clientId: TicketEntryId,
    answers: z.array(text(maxAnswer)).max(maxQuestions).default([]),
  }),
  Ticket,
);
/** Employees make a ticket of what somebody wrote, which quotes and links it. Once for each message. */
export const openFromMessage = command(
  'panels:openFromMessage',
  z.object({ messageId: MessageId, queueId: QueueId.optional() }),
  Ticket,
);

// --- the desk's channel --------------------------------------------------------------------------

export const DeskChannel = z.object({ queueId: QueueId, channelId: ChannelId.nullable() });
/** The channel in which each new ticket of a queue appears as the message `<ticket:ID>`, of the queues one reads. */
export const listDeskChannels = command(
  'panels:listDeskChannels',
  Nothing,
  z.object({ channels: z.array(DeskChannel) }),
);
/** Employees who moderate the channel, which customers cannot see. */
export const setDeskChannel = command('panels:setDeskChannel', DeskChannel, Nothing);
/** Tickets as they are now, of those the caller reads; employees hear their changes from then on. */
export const ticketCards = command(
  'panels:cards',
  z.object({ ticketIds: z.array(TicketId).max(100) }),
  z.object({ tickets: z.array(Ticket), people: z.array(PersonCard) }),
);

// --- threads -------------------------------------------------------------------------------------

/** A ticket that somebody takes part in (asked, has it, was added), as a conversation of theirs. */
const ThreadFacts = z.object({
  ticketId: TicketId,
  number: z.int(),
  subject: z.string(),
  status: TicketStatus,
  requesterId: PersonId,
  /** Of the latest entry. */
  seq: z.int(),
  updatedAt: Timestamp,
});
export const Thread = ThreadFacts.extend({
  /** Words of others since one read it, 100 at most. */
  unread: z.int(),
});
export type Thread = z.infer<typeof Thread>;
/** Those that are not closed, the latest 100. */
export const listThreads = command('panels:listThreads', Nothing, z.object({ threads: z.array(Thread) }));
/** Moves the marker forward only. */
export const readThread = command(
  'panels:readThread',
  z.object({ ticketId: TicketId, seq: z.int().min(0) }),
  Nothing,
);
/** To whoever takes part, or does no more. `isNew`: words that the person has not written. */
export const threadChanged = event(
  'panels:threadChanged',
  z.object({ thread: ThreadFacts, takesPart: z.boolean(), isNew: z.boolean() }),
);
/** To all tabs of the person. */
export const threadRead = event('panels:threadRead', z.object({ ticketId: TicketId, seq: z.int() }));
