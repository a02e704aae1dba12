import type * as z from 'zod';
import type { Actor } from '#server/accounts/actor.ts';
import { newSecret } from '#server/accounts/secrets.ts';
import type { OpenedSession } from '#server/accounts/sessions.service.ts';
import type { Visit } from '#server/accounts/visitors.service.ts';
import { addressKey, type Caller } from '#server/platform/caller.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import { sharedLimiter } from '#server/platform/shared-limit.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, WidgetId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import type * as contract from '#shared/contract/widget.ts';
import type { VisitorSession } from '#shared/contract/widget.ts';
import type { WidgetNeeds } from './needs.ts';
import { createProofOfWork, proofSeconds } from './proof.ts';
import * as store from './visitors.store.ts';
import { answersTo, isVisitor, subjectOf } from './widget.policy.ts';
import type { Widgets } from './widgets.service.ts';

type Parts = Pick<Platform, 'db' | 'clock'> &
  Pick<
    WidgetNeeds,
    'accounts' | 'audit' | 'hashSecret' | 'meetings' | 'publicUrl' | 'settings' | 'tickets'
  > & {
    widgets: Widgets;
  };
/** Where a request comes from, and the other site whose page sent it. */
export type Asker = { caller: Caller; foreignOrigin: string | undefined };

const entryMs = 60_000;
const returnMs = 30 * 86_400_000;

/** Strangers on other people's sites: how they become somebody, come back, ask, and enter a call. */
export function createVisitors(parts: Parts) {
  const { db, clock, widgets, accounts, settings, tickets, meetings, audit, hashSecret, publicUrl } = parts;
  const looks = limiter('widgetPerAddress', { points: 600, perSeconds: 600 });
  const entries = sharedLimiter(db, 'visitorPerAddress', { points: 20, perSeconds: 600 });
  const returns = limiter('visitorReturnPerAddress', { points: 60, perSeconds: 600 });
  const opening = limiter('conversationPerVisitor', { points: 10, perSeconds: 3_600 });
  const linking = limiter('linkPerPerson', { points: 60, perSeconds: 3_600 });
  const spent = sharedLimiter(db, 'widgetProof', { points: 1, perSeconds: proofSeconds });
  const proofs = createProofOfWork({ clock, hashSecret, spent });

  async function look(key: string, { caller, foreignOrigin }: Asker) {
    await looks.consume(addressKey(caller.address));
    return widgets.onPage(key, foreignOrigin);
  }

  const later = (ms: number) => new Date(clock.now().getTime() + ms);

  /** The visitor whose link an actor may make, and the widget it leads to. */
  async function visitorFor(
    actor: Actor,
    { ticketId }: ParsedInputOf<typeof contract.createReturnLink>,
  ): Promise<{ personId: PersonId; widgetId: WidgetId }> {
    if (actor.widgetId !== null) return { personId: actor.personId, widgetId: actor.widgetId };
    if (!ticketId || actor.kind !== 'member')
      throw new AppError('forbidden', 'Employees make links for the visitor of a ticket.');
    const { ticket } = await tickets.get(actor, { ticketId, limit: 1 });
    const visitor = await store.findVisitor(db.read, ticket.requesterId);
    if (!visitor?.widgetId) throw new AppError('notFound', 'No visitor opened this ticket.');
    return { personId: ticket.requesterId, widgetId: visitor.widgetId };
  }

  return {
    async face(key: string, asker: Asker): Promise<contract.WidgetFace> {
      const { theme, title, greeting, fields, emailRequired, calls } = await look(key, asker);
      const organisationName = settings.current().name ?? '';
      return { theme, title, greeting, fields, emailRequired, calls, organisationName };
    },

    async challenge(key: string, asker: Asker): Promise<contract.Challenge> {
      await look(key, asker);
      return proofs.challenge(key);
    },

    async enter(
      key: string,
      input: z.output<(typeof contract.enterAsVisitor)['body']>,
      asker: Asker,
    ): Promise<VisitorSession> {
      const widget = await look(key, asker);
      const { displayName, email, locale, page, proof } = input;
      if (widget.emailRequired && email === null)
        throw new AppError('invalid', 'An e-mail address is missing.', {
          details: { fields: [{ path: 'email', message: 'required' }] },
        });
      const answers = answersTo(widget, input.answers, locale);
      await proofs.verify(key, proof);
      await entries.consume(addressKey(asker.caller.address));
      return await db.transaction(async (tx) => {
        const visit = await accounts.create(tx, { displayName, locale, widgetId: widget.id }, asker.caller);
        const facts = { email, answers, page, now: clock.now() };
        await store.insertVisitor(tx, { ...facts, personId: visit.person.id, widgetId: widget.id });
        return sessionOf(visit);
      });
    },

    async comeBack(key: string, secret: string, asker: Asker): Promise<VisitorSession> {
      await returns.consume(addressKey(asker.caller.address));
      const widget = await look(key, asker);
      const link = await store.findReturnLink(db.read, hashSecret(secret), widget.id, clock.now());
      if (!link) throw expired();
      return await db.transaction(async (tx) =>
        sessionOf(await accounts.comeBack(tx, link.personId, widget.id, asker.caller)),
      );
    },

    async open(
      actor: Actor,
      { clientId, body }: ParsedInputOf<typeof contract.openConversation>,
    ): Promise<Ticket> {
      const widget = actor.widgetId === null ? undefined : widgets.find(actor.widgetId);
      if (!widget) throw forVisitorsOnly();
      await opening.consume(actor.personId);
      const ticket = {
        clientId,
        subject: subjectOf(body),
        body,
        priority: 'normal',
        impact: 'none',
      } as const;
      const from = { channel: 'widget', ...(widget.queueId ? { queueId: widget.queueId } : {}) } as const;
      return await tickets.open(actor, ticket, from);
    },

    async createReturnLink(
      actor: Actor,
      input: ParsedInputOf<typeof contract.createReturnLink>,
    ): Promise<OutputOf<typeof contract.createReturnLink>> {
      await linking.consume(actor.personId);
      const { personId, widgetId } = await visitorFor(actor, input);
      const widget = widgets.find(widgetId);
      if (!widget) throw expired();
      const secret = newSecret();
      const expiresAt = later(returnMs);
      await db.transaction(async (tx) => {
        const link = { secretHash: hashSecret(secret), personId, widgetId, expiresAt };
        await store.replaceReturnLink(tx, link);
        if (!isVisitor(actor))
          audit.record(tx, { actor, action: 'widgets.linkCreated', facts: { visitor: personId } });
      });
      // Behind the #: it stays out of logs and `Referer`.
      return { url: `${publicUrl()}/help/${widget.key}#${secret}`, expiresAt: expiresAt.toISOString() };
    },

    /** The call's own link is not enough: it would lead a browser without the hub's cookie to the sign-in page. */
    async enterCall(
      actor: Actor,
      { ticketId }: ParsedInputOf<typeof contract.enterCall>,
    ): Promise<OutputOf<typeof contract.enterCall>> {
      const { widgetId, personId } = actor;
      if (widgetId === null) throw forVisitorsOnly();
      await linking.consume(personId);
      const { ticket } = await tickets.get(actor, { ticketId, limit: 1 });
      if (!ticket.meetingId) throw new AppError('notFound', 'Nobody has called about this ticket.');
      const { meeting } = await meetings.get(actor, { id: ticket.meetingId });
      const secret = newSecret();
      const link = { secretHash: hashSecret(secret), personId, widgetId, expiresAt: later(entryMs) };
      await db.transaction((tx) => store.insertEntryLink(tx, { ...link, path: `/m/${meeting.code}` }));
      return { url: `${publicUrl()}/visit/${secret}` };
    },

    /**
     * Where the link leads, and a session for it, unless somebody is signed in there already: nobody is to sign others out by
     * giving them a link.
     */
    async useEntryLink(
      secret: string,
      signedIn: Actor | undefined,
      caller: Caller,
    ): Promise<{ path: string; session: OpenedSession | undefined }> {
      await returns.consume(addressKey(caller.address));
      return await db.transaction(async (tx) => {
        const link = await store.takeEntryLink(tx, hashSecret(secret), clock.now());
        if (!link?.path) throw expired();
        const session = signedIn ? undefined : await accounts.enter(tx, link.personId, caller);
        return { path: link.path, session };
      });
    },

    async describe(
      actor: Actor,
      { ticketId }: ParsedInputOf<typeof contract.getVisitor>,
    ): Promise<OutputOf<typeof contract.getVisitor>> {
      if (actor.kind !== 'member') throw new AppError('forbidden', 'Only employees do this.');
      const { ticket } = await tickets.get(actor, { ticketId, limit: 1 });
      const found = await store.findVisitor(db.read, ticket.requesterId);
      if (!found) return { visitor: null };
      const { email, answers, page, widgetName, createdAt } = found;
      return { visitor: { email, answers, page, widgetName, createdAt: createdAt.toISOString() } };
    },

    sweep: (): Promise<void> => db.transaction((tx) => store.deleteExpiredLinks(tx, clock.now())),
  };
}
export type Visitors = ReturnType<typeof createVisitors>;

const sessionOf = ({ person, session }: Visit): VisitorSession => ({
  token: session.token,
  displayName: person.displayName,
});

const expired = () => new AppError('expired', 'This link no longer works. Ask for a new one.');
const forVisitorsOnly = () => new AppError('forbidden', 'Only visitors of a web site do this.');
