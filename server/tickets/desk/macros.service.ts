import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import type * as contract from '#shared/contract/desk-tools.ts';
import type { PersonId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { RuleActions } from '#shared/contract/rules.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import { type Changes, type Done, toldBy } from '../changes.ts';
import { createDeskItems } from './desk-items.service.ts';
import { createFilling } from './filling.ts';
import { afterReply } from '../life.ts';
import { taken } from '../refusals.ts';
import { act } from '../rules/chain.ts';
import { holdKnown } from '../rules/known.ts';
import type { Standings } from '../standings.ts';
import type { Targets } from '../targets.ts';
import { type AtDesk, speaksAs } from '../tickets.policy.ts';
import { findEntries } from '../tickets.store.ts';
import { wordsAbout } from '../words.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & {
  people: Pick<People, 'cards'>;
  standings: Standings;
  targets: Targets;
  changes: Pick<Changes, 'changeMany'>;
};
type Macro = contract.Macro;
type Content = Pick<Macro, 'actions' | 'reply' | 'note'>;

/** What an employee does again and again, in one go. */
export function createMacros({ db, clock, people, standings, targets, changes }: Parts) {
  const { macros } = createDeskItems({ db, clock, standings });

  async function apply(
    actor: Actor,
    { macroId, tickets }: ParsedInputOf<typeof contract.applyMacro>,
  ): Promise<OutputOf<typeof contract.applyMacro>> {
    const standing = await standings.requireDesk(actor);
    const { queueId, ...content } = await macros.get(actor, macroId);
    const actions = actionsOf(content, actor.personId);
    await targets.requirePlaces(standing, actions.changes);
    const firstIds = new Map(tickets.map(({ ticketId, clientId }) => [ticketId, clientId]));
    let elsewhere: TicketId[] = [];
    const { changed, outOfReach } = await changes.changeMany(
      standing,
      [...firstIds.keys()],
      async (found, at, tx) => {
        const within = found.filter((ticket) => queueId === null || ticket.queueId === queueId);
        elsewhere = found.filter((ticket) => !within.includes(ticket)).map(({ id }) => id);
        const earlier = await findEntries(tx, [...firstIds.values()]);
        const fill = await wordsAbout(tx, people, within, actor.personId);
        const allowed = createFilling(tx);
        const known = await holdKnown(tx, [actions.changes]);
        const done = new Map<TicketId, Done[]>();
        for (const ticket of within) {
          const firstId = firstIds.get(ticket.id);
          if (!firstId || isDone(earlier, firstId, ticket, standing)) continue;
          const said = words(standing, content, ticket, (text) => fill(ticket, text), at);
          const last = said.at(-1)?.after ?? ticket;
          const change = await allowed(last, toldBy(actor.personId, last, act(last, actions, at, known)));
          const [first, ...others] = [...said, ...(change ? [change] : [])];
          if (first) done.set(ticket.id, [{ ...first, entry: { ...first.entry, id: firstId } }, ...others]);
        }
        return done;
      },
    );
    return { changed, outOfReach: [...outOfReach, ...elsewhere] };
  }

  return {
    apply,
    remove: macros.remove,
    async list(actor: Actor): Promise<OutputOf<typeof contract.listMacros>> {
      return { macros: await macros.list(actor) };
    },
    async save(actor: Actor, input: ParsedInputOf<typeof contract.saveMacro>): Promise<Macro> {
      const standing = await standings.requireDesk(actor);
      await targets.requireKept(standing, actionsOf(input, actor.personId).changes);
      return await macros.save(actor, input);
    },
  };
}

/** With whom they mean by `me`. */
function actionsOf({ actions }: Pick<Macro, 'actions'>, me: PersonId): RuleActions {
  const { assigneeId, ...others } = actions.changes;
  const whom = assigneeId === 'me' ? me : assigneeId;
  return { ...actions, changes: { ...others, ...(whom !== undefined && { assigneeId: whom }) } };
}

/** Whether this very application of it was taken before. */
function isDone(
  earlier: readonly TicketEntry[],
  id: TicketEntryId,
  ticket: Ticket,
  { personId }: AtDesk,
): boolean {
  const entry = earlier.find((each) => each.id === id);
  if (entry && (entry.ticketId !== ticket.id || entry.authorId !== personId)) throw taken();
  return entry !== undefined;
}

/** The reply and the note of it, and what becomes of the ticket by them. */
function words(
  standing: AtDesk,
  { reply, note }: Content,
  ticket: Ticket,
  fill: (text: string) => string,
  at: string,
): Done[] {
  const said: Done[] = [];
  const say = (kind: 'reply' | 'note', text: string, after: Ticket) =>
    said.push({
      after,
      entry: {
        kind,
        id: newId<TicketEntryId>(),
        authorId: standing.personId,
        body: fill(text),
        attachments: [],
      },
    });
  const replied = reply === null ? ticket : afterReply(ticket, speaksAs(standing, ticket), at);
  if (reply !== null) say('reply', reply, replied);
  if (note !== null) say('note', note, replied);
  return said;
}
