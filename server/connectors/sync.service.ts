import type { Contacts } from '#server/accounts/contacts.service.ts';
import type { Tx } from '#server/platform/db.ts';
import { onOneNode } from '#server/platform/one-node.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Sealing } from '#server/platform/sealing.ts';
import type { Tickets } from '#server/tickets/tickets.ts';
import type { ConnectorId, PersonId } from '#shared/contract/ids.ts';
import * as store from './connectors.store.ts';
import { openSource } from './open-source.ts';
import { readAll, readNews } from './pages.ts';
import type { Foreign, PagedList } from './source.ts';
import { SourceFailure } from './trouble.ts';

type Parts = Pick<Platform, 'db' | 'bus' | 'clock' | 'logger'> & {
  sealing: Sealing;
  contacts: Contacts;
  mirror: Tickets['mirror'];
};

const leaseMs = 30_000;
const minuteMs = 60_000;
/** The longest pause between two attempts, whatever the interval. */
const longestPauseMs = 60 * minuteMs;
/** How often everything is read: what changed or went long ago shows by that alone. */
const completeEveryMs = { atera: 60 * minuteMs, odoo: 24 * 60 * minuteMs };
const batch = 50;

/** The connector is not any more what this sync began with. */
class Superseded extends Error {}

/** Reads one connector's tickets into the desk. Killed at any moment it begins again, and what it did stays right. */
export function createSync({ db, bus, clock, logger, sealing, contacts, mirror }: Parts) {
  /** On one node at a time; while another one is at it there is nothing to do. */
  async function sync(connectorId: ConnectorId, stop: AbortSignal): Promise<void> {
    await onOneNode(bus, `connectors:sync:${connectorId}`, leaseMs, (lost) =>
      attempt(connectorId, AbortSignal.any([stop, lost])),
    );
  }

  async function attempt(connectorId: ConnectorId, signal: AbortSignal): Promise<void> {
    const connector = await store.findConnector(db.read, connectorId);
    if (!connector?.settings.enabled) return;
    try {
      const success = await readInto(connector, signal);
      await db.transaction(async (tx) => {
        await requireSame(tx, connector);
        const now = clock.now();
        const nextAt = later(now, connector.settings.intervalMinutes * minuteMs);
        await store.storeSuccess(tx, connectorId, { ...success, now, nextAt });
      });
    } catch (error) {
      if (error instanceof Superseded) return;
      if (!(error instanceof SourceFailure)) throw error;
      await keepFailure(connector, error);
    }
  }

  async function keepFailure(connector: store.StoredConnector, failure: SourceFailure): Promise<void> {
    const { trouble, message, retryAfterMs = 0 } = failure;
    const { id, failures, settings } = connector;
    logger.warn({ connector: settings.name, trouble, why: message }, 'a connector could not be read');
    const now = clock.now();
    const usual = Math.min(settings.intervalMinutes * minuteMs * 2 ** Math.min(failures, 10), longestPauseMs);
    const nextAt = later(now, Math.max(usual, retryAfterMs));
    await db.transaction((tx) => store.storeFailure(tx, id, { trouble, now, nextAt }));
  }

  async function readInto(connector: store.StoredConnector, signal: AbortSignal) {
    const { id, settings, read_up_to: since, complete_at: completeAt } = connector;
    const now = clock.now();
    const source = openSource(settings, sealing.open(connector.sealed_key, id), signal);
    const isFull =
      completeAt === null || now.getTime() - completeAt.getTime() >= completeEveryMs[settings.kind];
    let upTo = since;
    async function keepPage(tickets: readonly Foreign[]): Promise<boolean> {
      signal.throwIfAborted();
      for (const { updatedAt } of tickets)
        if (upTo === null || updatedAt > upTo.toISOString()) upTo = new Date(updatedAt);
      return tickets.length > 0 && (await keep(connector, tickets)) > 0;
    }
    const lists = await source.lists(isFull ? null : since);
    const reads = isFull ? await readLists(lists, keepPage) : undefined;
    if (!reads) for (const list of lists) await readChanges(list, keepPage);
    const complete = reads?.every((read) => read.complete) ?? false;
    const unread = reads?.reduce((sum, read) => sum + read.unread, 0) ?? 0;
    if (unread > 0)
      logger.warn({ connector: settings.name, unread }, 'tickets of a connector could not be read');
    if (reads && complete && unread === 0)
      await endMissing(connector, new Set(reads.flatMap(({ seen }) => [...seen])));
    return { readUpTo: upTo, completeAt: complete ? now : completeAt };
  }

  type KeepPage = (tickets: readonly Foreign[]) => Promise<boolean>;
  async function readLists(lists: readonly PagedList[], keepPage: KeepPage) {
    const reads = [];
    for (const list of lists) {
      const pages = readAll(list);
      let next = await pages.next();
      for (; !next.done; next = await pages.next()) await keepPage(next.value);
      reads.push(next.value);
    }
    return reads;
  }

  async function readChanges(list: PagedList, keepPage: KeepPage): Promise<void> {
    if (list.newestFirst) await readNews(list, keepPage);
    else await readLists([list], keepPage);
  }

  async function keep(connector: store.StoredConnector, tickets: readonly Foreign[]): Promise<number> {
    const { id: connectorId, settings } = connector;
    const origin = { connectorId, kind: settings.kind, queueId: settings.queueId };
    return await db.transaction(async (tx) => {
      await requireSame(tx, connector);
      const people = await peopleOf(tx, connectorId, tickets);
      const items = tickets.flatMap(({ requester, ...ticket }) => {
        const requesterId = people.get(requester.externalId);
        return requesterId ? [{ ...ticket, requesterId }] : [];
      });
      return await mirror.mirror(tx, origin, items);
    });
  }

  /** Each of them is one person here; who is new is made. */
  async function peopleOf(
    tx: Tx,
    connectorId: ConnectorId,
    tickets: readonly Foreign[],
  ): Promise<Map<string, PersonId>> {
    const names = new Map(tickets.map(({ requester }) => [requester.externalId, requester.name]));
    const known = await store.findPeople(tx, connectorId, [...names.keys()]);
    const made = new Map<string, PersonId>();
    for (const [externalId, name] of names)
      if (!known.has(externalId)) made.set(externalId, await contacts.create(tx, name));
    await store.insertPeople(tx, connectorId, made);
    return new Map([...known, ...made]);
  }

  async function endMissing(connector: store.StoredConnector, seen: ReadonlySet<string>): Promise<void> {
    const missing = (await mirror.aliveAtSource(connector.id)).filter((id) => !seen.has(id));
    for (let from = 0; from < missing.length; from += batch)
      await db.transaction(async (tx) => {
        await requireSame(tx, connector);
        await mirror.endMissing(tx, connector.id, missing.slice(from, from + batch));
      });
  }

  /** Locked, so that nobody removes or changes it before the transaction ends. */
  async function requireSame(tx: Tx, began: store.StoredConnector): Promise<void> {
    const found = await store.lockConnector(tx, began.id);
    const isSame =
      found?.sealed_key.equals(began.sealed_key) &&
      JSON.stringify(found.settings) === JSON.stringify(began.settings);
    if (!isSame) throw new Superseded();
  }

  return { sync };
}
export type Sync = ReturnType<typeof createSync>;

const later = (time: Date, ms: number): Date => new Date(time.getTime() + ms);
