import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { ParsedInputOf } from '#shared/contract/define.ts';
import * as contract from '#shared/contract/desk.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import * as store from './aside.store.ts';
import type { Changes, Done } from './changes.ts';
import { forDeskOnly, unknownTicket } from './refusals.ts';
import { requireReadable, type Standings } from './standings.ts';
import { type AtDesk, worksOn } from './tickets.policy.ts';
import { findTicket } from './tickets.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & {
  people: Pick<People, 'cards'>;
  standings: Standings;
  changes: Pick<Changes, 'changeMany'>;
};

const tooManyLinks = () =>
  new AppError('conflict', `A ticket has ${contract.maxTicketLinks} links at most.`, {
    details: { reason: 'tooManyLinks' },
  });

/** What the desk keeps beside a ticket: links, followers, time spent. */
export function createAside({ db, clock, people, standings, changes }: Parts) {
  async function atDesk(actor: Actor, ticketId: TicketId): Promise<AtDesk> {
    const standing = await standings.requireDesk(actor);
    if (!worksOn(standing, requireReadable(standing, await findTicket(db.read, ticketId))))
      throw forDeskOnly();
    return standing;
  }

  async function show({ queues }: AtDesk, ticketId: TicketId): Promise<contract.TicketAside> {
    const [links, followers, minutes, times] = await Promise.all([
      store.linksOf(db.read, ticketId, queues),
      store.followersOf(db.read, ticketId),
      store.minutesOf(db.read, ticketId),
      store.timesOf(db.read, ticketId),
    ]);
    const cards = await people.cards(db.read, [...followers, ...times.map(({ personId }) => personId)]);
    return {
      links,
      followers: followers.flatMap((id) => cards.get(id) ?? []),
      minutes,
      times: times.flatMap(({ personId, ...time }) => {
        const person = cards.get(personId);
        return person ? [{ person, ...time }] : [];
      }),
    };
  }

  /** Changes what is between two tickets, which both say so unless `work` finds that all is so already. */
  async function between(
    standing: AtDesk,
    ids: [TicketId, TicketId],
    work: (tx: Tx) => Promise<'linked' | 'unlinked' | undefined>,
  ): Promise<void> {
    if (ids[0] === ids[1]) throw new AppError('invalid', 'A ticket has no link to itself.');
    await changes.changeMany(standing, ids, async ([one, other], _at, tx) => {
      if (!one || !other) throw unknownTicket();
      const what = await work(tx);
      if (!what) return new Map();
      return new Map([
        [one.id, [linkTold(standing, one, other, what)]],
        [other.id, [linkTold(standing, other, one, what)]],
      ]);
    });
  }

  return {
    async get(actor: Actor, { ticketId }: { ticketId: TicketId }): Promise<contract.TicketAside> {
      return await show(await atDesk(actor, ticketId), ticketId);
    },

    async link(
      actor: Actor,
      { ticketId, otherId, kind }: ParsedInputOf<typeof contract.linkTickets>,
    ): Promise<contract.TicketAside> {
      const standing = await atDesk(actor, ticketId);
      await between(standing, [ticketId, otherId], async (tx) => {
        const known = (await store.linksOf(tx, ticketId, standing.queues)).find(
          ({ ticket }) => ticket.id === otherId,
        );
        if (known?.kind === kind && (!known.back || kind === 'related')) return undefined;
        for (const id of [ticketId, otherId])
          if (!known && (await store.countLinks(tx, id)) >= contract.maxTicketLinks) throw tooManyLinks();
        await store.putLink(tx, ticketId, otherId, kind);
        return 'linked';
      });
      return await show(standing, ticketId);
    },

    async unlink(
      actor: Actor,
      { ticketId, otherId }: ParsedInputOf<typeof contract.unlinkTickets>,
    ): Promise<contract.TicketAside> {
      const standing = await atDesk(actor, ticketId);
      await between(standing, [ticketId, otherId], async (tx) =>
        (await store.deleteLink(tx, ticketId, otherId)) ? 'unlinked' : undefined,
      );
      return await show(standing, ticketId);
    },

    async follow(
      actor: Actor,
      { ticketId, following }: ParsedInputOf<typeof contract.followTicket>,
    ): Promise<contract.TicketAside> {
      const standing = await atDesk(actor, ticketId);
      const change = following ? store.addFollower : store.removeFollower;
      await db.transaction((tx) => change(tx, ticketId, actor.personId));
      return await show(standing, ticketId);
    },

    async spend(
      actor: Actor,
      { ticketId, clientId, minutes, comment }: ParsedInputOf<typeof contract.spendTime>,
    ): Promise<contract.TicketAside> {
      const standing = await atDesk(actor, ticketId);
      const time = {
        id: clientId,
        ticketId,
        personId: actor.personId,
        minutes,
        comment: comment.trim() || null,
        at: clock.now().toISOString(),
      };
      await db.transaction((tx) => store.insertTime(tx, time));
      return await show(standing, ticketId);
    },
  };
}

/** The entry of a ticket that says to which other one it was linked. */
export function linkTold(
  { personId: authorId }: AtDesk,
  ticket: Ticket,
  { number }: Ticket,
  what: 'linked' | 'unlinked',
): Done {
  const [no, yes] = [{ links: null }, { links: `#${number}` }];
  const [before, after] = what === 'linked' ? [no, yes] : [yes, no];
  return { after: ticket, entry: { kind: 'change', id: newId<TicketEntryId>(), authorId, before, after } };
}
