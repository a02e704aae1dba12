import type { TicketEntryId } from '#shared/contract/ids.ts';
import type { LabelField } from '#shared/contract/labels.ts';
import {
  addToTicket,
  claimTicket,
  confirmTicket,
  createTicket,
  deleteTicket,
  listQueues,
  removeFromTicket,
  replyToTicket,
  type Ticket,
  type TicketChanges,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { hub } from '../app/hub.ts';
import { fold } from '../app/match.ts';
import { commandQuery, queryClient } from '../app/query.ts';
import { newUuid } from '../app/uuid.ts';
import { changesOf, optionCalled, optionsOf } from '../tickets/core/labels.ts';
import { labelsQuery, nameOf } from '../tickets/labels.ts';
import { type Said, tagsAfter } from './slash.ts';

type Command = Extract<Said, { kind: 'command' }>;
type Outcome = {
  /** What the command needs and was not given. */
  lacks?: 'words' | 'person' | 'queue' | 'status' | 'priority' | 'number' | 'reply';
  /** Nothing on the screen shows that it worked, so a word does. */
  told?: boolean;
  leadsTo?:
    | { to: '/tickets' | '/chat' }
    | { to: '/chat/ticket/$ticketId'; params: { ticketId: Ticket['id'] } };
};

const entryId = () => newUuid() as TicketEntryId;
const maxSubject = 200;

/** What is said in a channel: without a ticket. */
async function runAnywhere({ name, words }: Command): Promise<Outcome | undefined> {
  if (name === 'tickets') return { leadsTo: { to: '/tickets' } };
  if (name !== 'new') return undefined;
  if (words === '') return { lacks: 'words' };
  const subject = (words.split('\n')[0] ?? words).slice(0, maxSubject);
  const { id } = await hub.call(createTicket, { clientId: entryId(), subject, body: words });
  return { leadsTo: { to: '/chat/ticket/$ticketId', params: { ticketId: id } } };
}

/** What the customer answers to "it is done". */
async function confirm({ id: ticketId }: Ticket, confirmed: boolean, words: string): Promise<Outcome> {
  const body = words === '' ? {} : { body: words };
  await hub.call(confirmTicket, { ticketId, clientId: entryId(), confirmed, ...body });
  return {};
}

/** Carries a command out, for the desk or the customer; what the hub refuses is thrown. */
export async function runSlash(said: Command, ticket: Ticket | undefined, atDesk: boolean): Promise<Outcome> {
  const done = await runAnywhere(said);
  if (done || ticket === undefined) return done ?? {};
  const { name, words, personId } = said;
  const { id: ticketId } = ticket;
  const change = async (changes: TicketChanges): Promise<Outcome> => {
    await hub.call(updateTicket, { ticketId, changes });
    return {};
  };
  const say = (body: string) => hub.call(replyToTicket, { ticketId, clientId: entryId(), body });
  switch (name) {
    case 'claim':
      await hub.call(claimTicket, { ticketId });
      return {};
    case 'release':
      return await change({ assigneeId: null });
    case 'transfer':
      return personId ? await change({ assigneeId: personId }) : { lacks: 'person' };
    case 'move': {
      const queueId = await queueNamed(words);
      return queueId ? await change({ queueId }) : { lacks: 'queue' };
    }
    case 'status':
    case 'priority': {
      const changes = await changesCalled(name, words);
      return changes ? await change(changes) : { lacks: name };
    }
    case 'tag':
      return words === '' ? { lacks: 'words' } : await change({ tags: tagsAfter(ticket.tags, words) });
    case 'add':
    case 'remove':
      if (!personId) return { lacks: 'person' };
      await hub.call(name === 'add' ? addToTicket : removeFromTicket, { ticketId, personId });
      return {};
    case 'transcript':
      window.open(`/api/v1/tickets/${ticketId}/transcript?format=html`, '_blank', 'noopener');
      return {};
    case 'close':
      if (!atDesk) return await confirm(ticket, true, words);
      if (words !== '') await say(words);
      return await change({ status: 'solved' });
    case 'reopen':
      if (!atDesk) return await confirm(ticket, false, words);
      await change({ status: 'open' });
      if (words !== '') await say(words);
      return {};
    case 'delete':
      if (words !== String(ticket.number)) return { lacks: 'number' };
      await hub.call(deleteTicket, { ticketId });
      return { told: true, leadsTo: { to: '/chat' } };
    default:
      return {};
  }
}

async function queueNamed(words: string) {
  const { queues } = await queryClient.ensureQueryData(commandQuery(listQueues, {}));
  return words === '' ? undefined : queues.find(({ name }) => fold(name).startsWith(fold(words)))?.id;
}

/** By the desk's own words, too. */
async function changesCalled(field: LabelField, words: string) {
  const { labels } = await queryClient.ensureQueryData(labelsQuery);
  const option = optionCalled(optionsOf(field, labels), words, (each) => nameOf(field, each));
  return option && changesOf(field, option);
}
