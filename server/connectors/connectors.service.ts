import type { Actor } from '#server/accounts/actor.ts';
import { canAdminister } from '#server/accounts/people.policy.ts';
import type { Audit } from '#server/platform/audit.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { Sealing } from '#server/platform/sealing.ts';
import type { Tickets } from '#server/tickets/tickets.ts';
import type * as contract from '#shared/contract/connectors.ts';
import { type Connector, type ConnectorSettings, maxConnectors } from '#shared/contract/connectors.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ConnectorId } from '#shared/contract/ids.ts';
import * as store from './connectors.store.ts';
import { openSource } from './open-source.ts';
import { SourceFailure } from './trouble.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & {
  audit: Audit;
  sealing: Sealing;
  tickets: Pick<Tickets, 'mirror' | 'listQueues'>;
  /** Reads it at once, on whichever node. */
  enqueue(connectorId: ConnectorId): Promise<void>;
};

/** Less than people wait for an answer. */
const testMs = 4_000;

/** What administrators decide about the systems that tickets are mirrored from. Keys come in and never go out. */
export function createConnectors({ db, clock, audit, sealing, tickets, enqueue }: Parts) {
  const tests = limiter('connectorTests', { points: 30, perSeconds: 600 });

  const keep = (id: ConnectorId, key: string): store.KeptKey => ({
    sealed: sealing.seal(key, id),
    ending: key.length >= 12 ? key.slice(-4) : '',
  });
  const targetOf = (id: ConnectorId, { name }: ConnectorSettings) => ({ kind: 'connector', id, name });

  async function list(actor: Actor): Promise<{ connectors: Connector[] }> {
    requireAdministrator(actor);
    const [found, counts] = await Promise.all([
      store.listConnectors(db.read),
      tickets.mirror.countMirrored(),
    ]);
    return { connectors: found.map((connector) => present(connector, counts.get(connector.id) ?? 0)) };
  }

  async function presentOne(connector: store.StoredConnector): Promise<Connector> {
    const counts = await tickets.mirror.countMirrored();
    return present(connector, counts.get(connector.id) ?? 0);
  }

  async function requireQueue(actor: Actor, { queueId }: ConnectorSettings): Promise<void> {
    const { queues } = await tickets.listQueues(actor);
    if (!queues.some(({ id }) => id === queueId)) throw new AppError('notFound', 'There is no such queue.');
  }

  async function create(
    actor: Actor,
    { settings, key }: ParsedInputOf<typeof contract.createConnector>,
  ): Promise<Connector> {
    requireAdministrator(actor);
    await requireQueue(actor, settings);
    const id = newId<ConnectorId>();
    const made = await db.transaction(async (tx) => {
      if ((await store.listConnectors(tx)).length >= maxConnectors)
        throw new AppError('conflict', `There are ${maxConnectors} connectors at most.`, {
          details: { reason: 'tooManyConnectors' },
        });
      const facts = { connector: settings.kind, url: settings.url };
      audit.record(tx, { actor, action: 'connectors.created', target: targetOf(id, settings), facts });
      tx.afterCommit(() => enqueue(id));
      return await store.insertConnector(tx, { id, settings, key: keep(id, key), now: clock.now() });
    });
    return present(made, 0);
  }

  async function update(
    actor: Actor,
    { connectorId, settings, key }: ParsedInputOf<typeof contract.updateConnector>,
  ): Promise<Connector> {
    requireAdministrator(actor);
    await requireQueue(actor, settings);
    const changed = await db.transaction(async (tx) => {
      const before = await store.lockConnector(tx, connectorId);
      if (!before) throw unknownConnector();
      if (before.settings.kind !== settings.kind)
        throw new AppError('invalid', 'A connector stays of its kind.');
      const isMoved = placeOf(before.settings) !== placeOf(settings);
      if (isMoved && key === undefined) throw keyNeeded();
      const facts = { enabled: settings.enabled, url: settings.url, newKey: key !== undefined };
      audit.record(tx, {
        actor,
        action: 'connectors.changed',
        target: targetOf(connectorId, settings),
        facts,
      });
      tx.afterCommit(() => (settings.enabled ? enqueue(connectorId) : undefined));
      return await store.storeConnector(tx, connectorId, {
        settings,
        key: key === undefined ? undefined : keep(connectorId, key),
        anew: isMoved || !before.settings.enabled,
        now: clock.now(),
      });
    });
    return await presentOne(changed);
  }

  async function test(
    actor: Actor,
    { settings, key, connectorId }: ParsedInputOf<typeof contract.testConnector>,
  ): Promise<OutputOf<typeof contract.testConnector>> {
    requireAdministrator(actor);
    await tests.consume(actor.personId);
    const usedKey = key ?? (await keyOf(connectorId, settings));
    const signal = AbortSignal.timeout(testMs);
    try {
      await openSource(settings, usedKey, signal).probe();
      return { trouble: null };
    } catch (error) {
      if (error instanceof SourceFailure) return { trouble: error.trouble };
      if (signal.aborted) return { trouble: 'unreachable' };
      throw error;
    }
  }

  /** A key goes where it was meant to go, and nowhere else. */
  async function keyOf(id: ConnectorId | undefined, settings: ConnectorSettings): Promise<string> {
    if (!id) throw keyNeeded();
    const connector = await store.findConnector(db.read, id);
    if (!connector) throw unknownConnector();
    if (placeOf(connector.settings) !== placeOf(settings)) throw keyNeeded();
    return sealing.open(connector.sealed_key, id);
  }

  return {
    list,
    create,
    update,
    test,

    async syncNow(
      actor: Actor,
      { connectorId }: ParsedInputOf<typeof contract.syncConnector>,
    ): Promise<typeof nothing> {
      requireAdministrator(actor);
      const connector = await store.findConnector(db.read, connectorId);
      if (!connector) throw unknownConnector();
      if (!connector.settings.enabled)
        throw new AppError('conflict', 'This connector is paused.', { details: { reason: 'paused' } });
      await enqueue(connectorId);
      return nothing;
    },

    async delete(
      actor: Actor,
      { connectorId }: ParsedInputOf<typeof contract.deleteConnector>,
    ): Promise<typeof nothing> {
      requireAdministrator(actor);
      await db.transaction(async (tx) => {
        const connector = await store.lockConnector(tx, connectorId);
        if (!connector) throw unknownConnector();
        await tickets.mirror.forgetSource(tx, connectorId);
        await store.deleteConnector(tx, connectorId);
        const target = targetOf(connectorId, connector.settings);
        audit.record(tx, { actor, action: 'connectors.deleted', target });
      });
      return nothing;
    },

    /** For the health of the hub. */
    async states(): Promise<Pick<Connector, 'settings' | 'trouble' | 'failingSince'>[]> {
      return (await store.listConnectors(db.read)).map((connector) => present(connector, 0));
    },
    due: () => store.findDue(db.read, clock.now()),
  };
}
export type Connectors = ReturnType<typeof createConnectors>;

/** Where a key goes, and as whom. */
const placeOf = (settings: ConnectorSettings): string =>
  JSON.stringify(
    settings.kind === 'odoo'
      ? [settings.url, settings.database, settings.login, settings.model]
      : [settings.url],
  );

function present(connector: store.StoredConnector, tickets: number): Connector {
  const { id, settings, key_ending, created_at, synced_at, trouble, failing_since, next_at } = connector;
  return {
    id,
    settings,
    keyEnding: key_ending,
    createdAt: created_at.toISOString(),
    tickets,
    syncedAt: synced_at?.toISOString() ?? null,
    trouble,
    failingSince: failing_since?.toISOString() ?? null,
    nextAt: settings.enabled && trouble !== 'refused' ? next_at.toISOString() : null,
  };
}

function requireAdministrator(actor: Actor): void {
  if (!canAdminister(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
}

const unknownConnector = () => new AppError('notFound', 'There is no such connector.');
const keyNeeded = () =>
  new AppError('invalid', 'The key is needed to go there.', {
    details: { reason: 'keyNeeded', fields: [{ path: 'key', message: 'required' }] },
  });
