import { type ConnectionState, createHubClient, type HubClient } from '#shared/client.ts';
import type { Locale } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketAttachmentId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket, TicketAttachment } from '#shared/contract/tickets.ts';
import type { WidgetFace } from '#shared/contract/widget.ts';
import { solve } from '#shared/proof-of-work.ts';
import type { Keep } from '../app/keep.ts';
import { createOutbox } from '../app/outbox.core.ts';
import { newUuid } from '../app/uuid.ts';
import { type Conversation, createConversation } from './conversation.core.ts';
import { h } from './dom.ts';
import * as wire from './wire.ts';

export type Introduction = { displayName: string; email: string | null; answers: Record<string, string> };
type Draft = { clientId: TicketEntryId; ticketId: TicketId | null; body: string };
type Options = { hubUrl: string; key: string; locale: Locale; keep: Keep; onChange(): void };

/** Conversations that are read at the start; older ones when somebody looks at them. */
const listed = 30;

/** A visitor of one widget in this browser: who they are, their conversations, and what is on its way. */
export function createVisit({ hubUrl, key, locale, keep, onChange }: Options) {
  const strangers = createHubClient({ url: hubUrl });
  const conversations = new Map<TicketId, Conversation>();
  let hub: HubClient | undefined;
  let isRead = false;

  const outbox = createOutbox<Draft, Ticket>({
    hub: {
      get state(): ConnectionState {
        return hub?.state ?? 'idle';
      },
    },
    keep,
    schema: { parse: asDraft, safeParse: (value) => ({ data: isDraft(value) ? asDraft(value) : undefined }) },
    lineOf: ({ ticketId, clientId }) => ticketId ?? clientId,
    deliver,
  });
  outbox.store.subscribe(onChange);

  const token = (): string | undefined => {
    const kept = keep.read('token');
    return typeof kept === 'string' ? kept : undefined;
  };

  async function deliver({ clientId, ticketId, body }: Draft): Promise<Ticket> {
    if (!hub) throw new AppError('unavailable', 'Not connected.');
    if (ticketId) return (await hub.call(wire.reply, { ticketId, clientId, body })).ticket;
    const ticket = await hub.call(wire.openConversation, { clientId, body });
    await know(ticket).catchUp();
    return ticket;
  }

  function know(ticket: Ticket): Conversation {
    const known = conversations.get(ticket.id);
    if (known) return known;
    const port: Pick<HubClient, 'call'> = {
      call: (command, input) =>
        hub ? hub.call(command, input) : Promise.reject(new AppError('unavailable', 'Not connected.')),
    };
    const made: Conversation = createConversation({ hub: port, ticket, onChange: () => changed(made) });
    conversations.set(ticket.id, made);
    return made;
  }

  function changed(conversation: Conversation): void {
    outbox.settle(conversation.entries.map(({ id }) => id));
    onChange();
  }

  /** After each (re)connection: what there is, then what was missed of it, then what waits here. */
  async function refresh(): Promise<void> {
    if (!hub) return;
    const { tickets } = await hub.call(wire.list, { limit: listed });
    const live = tickets.filter(({ id, status }) => conversations.has(id) || status !== 'closed');
    await Promise.all(
      tickets
        .map(know)
        .filter(({ ticket }) => live.some(({ id }) => id === ticket.id))
        .map((each) => each.catchUp()),
    );
    isRead = true;
    outbox.flush();
    onChange();
  }

  function connect(): void {
    const kept = token();
    if (kept === undefined) return;
    hub = createHubClient({ url: hubUrl, token: kept });
    hub.onState((state) => {
      // Cut off in the middle it is done again with the next connection.
      if (state === 'online') void refresh().catch(() => {});
      if (state === 'refused' && hub?.refusal?.code === 'unauthenticated') forget();
      onChange();
    });
    hub.on(wire.changed, ({ ticket, entry }) => know(ticket).receive(ticket, entry));
    hub.on(wire.answering, ({ ticketId, name }) => conversations.get(ticketId)?.hearAnswering(name));
    outbox.restore();
    // What stands in the way is the state's to tell.
    hub.connect().catch(() => {});
  }

  function become(session: { token: string; displayName: string }): void {
    keep.write('token', session.token);
    keep.write('name', session.displayName);
    connect();
  }

  /** The hub does not know this visitor any more: the next words are a stranger's. */
  function forget(): void {
    for (const name of ['token', 'name']) keep.write(name, undefined);
    hub?.close();
    hub = undefined;
    conversations.clear();
    isRead = false;
  }

  return {
    outbox: outbox.store,
    retry: outbox.retry,
    connect,
    get state(): ConnectionState {
      return hub?.state ?? 'idle';
    },
    get isKnown(): boolean {
      return token() !== undefined;
    },
    /** Whether the conversations are known, from this connection or one before. */
    get isRead(): boolean {
      return isRead;
    },
    get me() {
      return hub?.me;
    },
    /** Last changed first. */
    get conversations(): Conversation[] {
      return [...conversations.values()].toSorted((a, b) =>
        a.ticket.updatedAt < b.ticket.updatedAt ? 1 : -1,
      );
    },
    find: (id: TicketId): Conversation | undefined => conversations.get(id),

    face: (): Promise<WidgetFace> => strangers.request(wire.getFace, { params: { key } }),

    async introduce({ displayName, email, answers }: Introduction): Promise<void> {
      const params = { key };
      const challenge = await strangers.request(wire.getChallenge, { params, body: {} });
      const proof = { challenge: challenge.challenge, nonce: await solve(challenge) };
      const page = location.href.split(/[?#]/, 1)[0]?.slice(0, 500) ?? '';
      const body = { displayName, email, answers, locale, page, proof };
      become(await strangers.request(wire.enter, { params, body }));
    },

    /** With the secret of a link. */
    async comeBack(secret: string): Promise<void> {
      const session = await strangers.request(wire.comeBack, { params: { key }, body: { secret } });
      forget();
      become(session);
    },

    say(ticketId: TicketId | null, body: string): TicketEntryId {
      const clientId = newUuid() as TicketEntryId;
      outbox.send({ clientId, ticketId, body });
      return clientId;
    },

    /** The conversation that these first words opened. Words that were refused are nobody's any more: the form still has them. */
    whenOpened(clientId: TicketEntryId): Promise<TicketId> {
      return new Promise((resolve, reject) => {
        const look = () => {
          const opened = [...conversations.values()].find(({ entries }) =>
            entries.some(({ id }) => id === clientId),
          );
          const entry = outbox.store.getState().find((each) => each.clientId === clientId);
          if (opened) {
            stop();
            resolve(opened.ticket.id);
          } else if (entry?.state === 'failed') {
            stop();
            outbox.discard(clientId);
            reject(entry.error);
          }
        };
        const stop = outbox.store.subscribe(look);
      });
    },

    /** One after the other, then named by one entry. A file does not outlive a reload, so nothing is kept of it here. */
    async sendFiles(ticketId: TicketId, files: readonly File[], onFile: (file: File) => void): Promise<void> {
      if (!hub) throw new AppError('unavailable', 'Not connected.');
      const attachments: TicketAttachmentId[] = [];
      for (const file of files) {
        onFile(file);
        const parts = { params: { ticketId }, query: { name: file.name }, body: file };
        attachments.push((await hub.request(wire.upload, parts)).id);
      }
      await hub.call(wire.reply, { ticketId, clientId: newUuid() as TicketEntryId, body: '', attachments });
    },

    /** Not a plain link: the browser would not send the token along. */
    async download(ticketId: TicketId, { id, name }: TicketAttachment): Promise<void> {
      const path = `/tickets/${ticketId}/attachments/${id}`;
      const headers = { authorization: `Bearer ${token()}` };
      const response = await fetch(`${hubUrl}/api/v1${path}`, { headers });
      if (!response.ok) throw new AppError('unavailable', `The hub answered ${response.status}.`);
      const url = URL.createObjectURL(await response.blob());
      h('a', { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },

    async createLink(): Promise<string> {
      if (!hub) throw new AppError('unavailable', 'Not connected.');
      return (await hub.call(wire.createLink, {})).url;
    },
  };
}
export type Visit = ReturnType<typeof createVisit>;

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'clientId' in value &&
  'body' in value &&
  'ticketId' in value;

function asDraft(value: unknown): Draft {
  if (!isDraft(value)) throw new TypeError('not a draft');
  const { clientId, ticketId, body } = value;
  return { clientId, ticketId, body };
}
