import type { Actor } from '#server/accounts/actor.ts';
import type { Db } from '#server/platform/db.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import { ClientMessageId, type PanelId, TicketEntryId } from '#shared/contract/ids.ts';
import * as contract from '#shared/contract/panels.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { bodyOf, checkAnswers, firstLine, quotation, subjectOf } from './form.ts';
import type { PanelsNeeds } from './needs.ts';
import { canWritePanel, panelFor } from './panels.policy.ts';
import { addPanelTicket, findPanel, insertPanel, setPanelMessage, updatePanel } from './panels.store.ts';
import type { PlaceOf, SpacePlace } from './places.ts';

type Parts = PanelsNeeds & { db: Db; placeOf: PlaceOf };
type PanelSettings = contract.PanelSettings;

/** Panels, and the tickets that their buttons and other people's messages become. */
export function createPanelPages({ db, placeOf, publisher, chat, tickets, publicUrl }: Parts) {
  async function requireWriter(actor: Actor, panel: Pick<PanelSettings, 'channelId'>): Promise<SpacePlace> {
    const place = await placeOf(actor, panel.channelId);
    if (canWritePanel(actor, place.standing)) return place;
    throw new AppError('forbidden', 'Only employees who moderate a public or client space write panels.');
  }

  async function requireQueues(actor: Actor, { categories }: Pick<PanelSettings, 'categories'>) {
    const { queues } = await tickets.listQueues(actor);
    const known = new Set(queues.map(({ id }) => id));
    if (categories.every(({ queueId }) => known.has(queueId))) return;
    throw new AppError('notFound', 'There is no such queue.');
  }

  /** A panel is there as long as its message is, for whoever reads that. */
  async function requirePanel(actor: Actor, panelId: PanelId): Promise<PanelSettings> {
    const found = await findPanel(db.read, panelId);
    if (!found?.messageId) throw unknownPanel();
    await chat.getMessage(actor, found.messageId).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'notFound' ? unknownPanel() : error;
    });
    return found.panel;
  }

  async function create(actor: Actor, input: ParsedInputOf<typeof contract.createPanel>) {
    await requireWriter(actor, input);
    await requireQueues(actor, input);
    const { panel, authorId } = await db.transaction((tx) => insertPanel(tx, input, actor.personId));
    if (authorId !== actor.personId || panel.channelId !== input.channelId)
      throw new AppError('conflict', 'This id is taken by another panel.', { details: { reason: 'taken' } });
    const message = await chat.send(actor, {
      channelId: panel.channelId,
      clientId: ClientMessageId.parse(panel.id),
      body: `<panel:${panel.id}>`,
    });
    await db.transaction((tx) => setPanelMessage(tx, panel.id, message.id));
    return panel;
  }

  async function update(actor: Actor, input: ParsedInputOf<typeof contract.updatePanel>) {
    const { panelId, ...words } = input;
    const { audience } = await requireWriter(actor, await requirePanel(actor, panelId));
    await requireQueues(actor, input);
    return await db.transaction(async (tx) => {
      const { panel } = await updatePanel(tx, panelId, words);
      tx.afterCommit(() => publisher.publish(audience, contract.panelChanged, { panel: panelFor(panel) }));
      return panel;
    });
  }

  async function get(
    actor: Actor,
    { panelId }: ParsedInputOf<typeof contract.getPanel>,
  ): Promise<OutputOf<typeof contract.getPanel>> {
    const panel = await requirePanel(actor, panelId);
    const { standing } = await placeOf(actor, panel.channelId);
    return { panel: panelFor(panel), canEdit: canWritePanel(actor, standing) };
  }

  async function getSettings(
    actor: Actor,
    { panelId }: ParsedInputOf<typeof contract.getPanelSettings>,
  ): Promise<PanelSettings> {
    const panel = await requirePanel(actor, panelId);
    await requireWriter(actor, panel);
    return panel;
  }

  async function open(
    actor: Actor,
    { panelId, categoryId, clientId, answers }: ParsedInputOf<typeof contract.openFromPanel>,
  ): Promise<Ticket> {
    const { categories } = await requirePanel(actor, panelId);
    const category = categories.find(({ id }) => id === categoryId);
    if (!category) throw new AppError('notFound', 'This button is not there any more.');
    const given = checkAnswers(category, answers);
    const { queueId, priority, greeting, maxOpen } = category;
    return await tickets.open(
      actor,
      {
        clientId,
        subject: subjectOf(category, given),
        body: bodyOf(category, given),
        priority,
        impact: 'none',
      },
      {
        channel: 'chat',
        queueId,
        priority,
        greeting,
        async opened(tx, ticket) {
          if (!(await addPanelTicket(tx, ticket, category.id, maxOpen))) throw tooManyOpen(maxOpen);
        },
      },
    );
  }

  async function openFromMessage(
    actor: Actor,
    { messageId, queueId }: ParsedInputOf<typeof contract.openFromMessage>,
  ): Promise<Ticket> {
    if (actor.kind !== 'member') throw new AppError('forbidden', 'Only employees do this.');
    const { id, channelId, position, authorId, body } = await chat.getMessage(actor, messageId);
    const subject = firstLine(body);
    if (subject === '') throw new AppError('invalid', 'A ticket needs some words.');
    const link = `${publicUrl()}/chat/${channelId}?at=${position}`;
    return await tickets.open(
      actor,
      {
        // The message's own id: what it became is one ticket, whoever makes it.
        clientId: TicketEntryId.parse(id),
        subject,
        body: quotation(body, link),
        requesterId: authorId,
        priority: 'normal',
        impact: 'none',
        ...(queueId ? { queueId } : {}),
      },
      { channel: 'chat' },
    );
  }

  return { create, update, get, getSettings, open, openFromMessage };
}

const unknownPanel = () => new AppError('notFound', 'There is no such panel.');
const tooManyOpen = (most: number) =>
  new AppError('conflict', `${most} tickets of this kind at most can be open at once.`, {
    details: { reason: 'tooManyOpen' },
  });
