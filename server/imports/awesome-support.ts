import { latest, readTime } from '#server/platform/foreign-times.ts';
import { oneLine, plainText } from '#server/platform/plain-text.ts';
import { maxTicketBody, type TicketStatus } from '#shared/contract/tickets.ts';
import { createProblems, isAddress, type Named, type Problems, type Row, type Words } from './said.ts';
import { htmlOf, waitingSince } from './table.ts';
import { channels, plain, priorities } from './words.ts';
import type { Author, Post } from './wordpress.ts';

// Awesome Support (3 to 6) keeps a ticket as a post of type `ticket`, whether it is closed in the field `_wpas_status`, and what
// an open one waits for as its post status. Replies are posts below it, notes (an add-on of it) too.

/** Post statuses of open tickets. Ones of the site's own are open. */
const statuses: Record<string, TicketStatus> = { queued: 'new', processing: 'open', hold: 'pending' };
const kinds: Record<string, Words['kind']> = { ticket_reply: 'reply', ticket_note: 'note' };
const gone = new Set(['trash', 'auto-draft', 'draft']);

/** All tickets of an export, in its order. Replies stand behind their tickets, often far. */
export function* ticketsOf(posts: readonly Post[], authors: readonly Author[], now: string): Generator<Row> {
  const present = posts.filter(({ status }) => !gone.has(status));
  const replies = Map.groupBy(
    present.filter(({ type }) => type in kinds),
    ({ parent }) => parent,
  );
  const people = createPeople(authors);
  const tickets = present.filter(({ type }) => type === 'ticket');
  const ids = new Set(tickets.map(({ id }) => id));
  for (const post of tickets) yield ticketOf(post, replies.get(post.id) ?? [], people, now);
  for (const [parent, orphans] of replies)
    if (!ids.has(parent))
      for (const { line, title, content } of orphans) {
        const problems = createProblems(line);
        problems.skip('orphan', null, title || content);
        yield { line, said: undefined, problems: problems.problems };
      }
}

function createPeople(authors: readonly Author[]) {
  const named = ({ login, email, name }: Author): Named => ({
    email: isAddress(email) ? email.toLowerCase() : null,
    name: oneLine(name || login || email, 80) ?? '?',
  });
  const byLogin = new Map(authors.map((author) => [author.login, named(author)]));
  const byId = new Map(authors.map((author) => [author.id, named(author)]));
  return {
    byLogin: (login: string): Named => byLogin.get(login) ?? { email: null, name: oneLine(login, 80) ?? '?' },
    byId: (id: string): Named | undefined => byId.get(id),
  };
}
type People = ReturnType<typeof createPeople>;

function ticketOf(post: Post, below: readonly Post[], people: People, now: string): Row {
  const { line } = post;
  const problems = createProblems(line);
  const createdAt = readTime(post.at);
  if (createdAt === null) problems.skip('time', 'createdAt', post.at);
  const subject = oneLine(plainText(post.title, 200), 200);
  if (subject === undefined) problems.skip('missing', 'subject', '');
  if (createdAt === null || subject === undefined)
    return { line, said: undefined, problems: problems.problems };
  const requester = people.byLogin(post.author);
  const first: Words = {
    kind: 'reply',
    author: requester,
    body: bodyOf(post) || subject,
    at: createdAt < now ? createdAt : now,
  };
  const words = below
    .flatMap((reply) => wordsOf(reply, people, first.at, now))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return {
    line,
    problems: problems.problems,
    said: {
      externalId: post.id.slice(0, 200),
      subject,
      requester,
      company: null,
      queue: null,
      assignee: people.byId(post.meta.get('_wpas_assignee') ?? '') ?? null,
      priority: termOf(post, 'ticket_priority', priorities, problems, 'priority') ?? 'normal',
      impact: 'none',
      channel: termOf(post, 'ticket_channel', channels, problems, 'channel') ?? 'form',
      tags: (post.terms.get('ticket-tag') ?? []).flatMap((tag) => oneLine(tag, 40) ?? []).slice(0, 20),
      product: oneLine(post.terms.get('product')?.[0], 80) ?? null,
      department: oneLine(post.terms.get('department')?.[0], 80) ?? null,
      dueAt: null,
      words: [first, ...words],
      ...lifeOf(post, first, words),
    },
  };
}

const bodyOf = ({ content }: Post): string => plainText(htmlOf(content), maxTicketBody);

function wordsOf(post: Post, people: People, from: string, now: string): Words[] {
  const at = readTime(post.at);
  const body = bodyOf(post);
  const kind = kinds[post.type];
  if (at === null || body === '' || !kind) return [];
  return [{ kind, author: people.byLogin(post.author), body, at: latest(from, at < now ? at : now) }];
}

/** Whoever answers and did not ask is of the desk. */
function lifeOf(post: Post, first: Words, words: readonly Words[]) {
  const isOfDesk = ({ author }: Words) => JSON.stringify(author) !== JSON.stringify(first.author);
  const replies = words.filter(({ kind }) => kind === 'reply');
  const lastAnswer = replies.findLast(isOfDesk);
  const unanswered = [first, ...replies].find(
    (reply) => !isOfDesk(reply) && (lastAnswer === undefined || reply.at > lastAnswer.at),
  );
  const lastAt = latest(first.at, ...words.map(({ at }) => at));
  const isClosed = post.meta.get('_wpas_status') === 'closed';
  const closed = readTime(post.meta.get('_ticket_closed_on_gmt') || post.meta.get('_ticket_closed_on'));
  const closedAt = isClosed ? latest(first.at, closed ?? lastAt) : null;
  const status = isClosed ? 'closed' : openStatus(post, lastAnswer, unanswered);
  return {
    status,
    createdAt: first.at,
    updatedAt: latest(lastAt, closedAt),
    firstResponseAt: replies.find(isOfDesk)?.at ?? null,
    waitingSince: waitingSince(status, null, unanswered?.at ?? null),
    solvedAt: closedAt,
    closedAt,
  };
}

function openStatus(post: Post, answer: Words | undefined, unanswered: Words | undefined): TicketStatus {
  const status = statuses[post.status] ?? 'open';
  if (status === 'pending' || answer === undefined) return status;
  // An answer asks the customer, here.
  return unanswered === undefined ? 'waiting' : 'open';
}

function termOf<T extends string>(
  post: Post,
  taxonomy: string,
  table: ReadonlyMap<string, T>,
  problems: Problems,
  field: 'priority' | 'channel',
): T | undefined {
  const [term] = post.terms.get(taxonomy) ?? [];
  if (term === undefined) return undefined;
  const known = table.get(plain(term));
  if (known === undefined) problems.ignore('word', field, term);
  return known;
}
