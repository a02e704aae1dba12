import type { Audit } from '#server/platform/audit.ts';
import { type Bus, topic } from '#server/platform/bus.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { Logger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Actor } from './actor.ts';
import {
  changeOrganisation,
  lockSettings,
  type OrganisationSettings,
  readSettings,
} from './organisation.store.ts';
import { canAdminister } from './people.policy.ts';
import { shortenSessions } from './sessions.store.ts';

type Change = { [K in keyof OrganisationSettings]?: OrganisationSettings[K] | undefined };
type Parts = { db: Db; bus: Bus; logger: Logger; audit: Audit };

const changedTopic = topic<object>('organisation:settingsChanged');
/** A lost event is made good after this long. */
const reloadEveryMs = 60_000;

const initial: OrganisationSettings = {
  name: null,
  lobbyByDefault: true,
  guests: true,
  sessionDays: 30,
  auditDays: 365,
};

/** What the administrators decided for everybody. Each hub holds a copy: it is asked for with every session. */
export function createSettings({ db, bus, logger, audit }: Parts) {
  let current = initial;

  async function load(): Promise<OrganisationSettings> {
    current = await readSettings(db.read);
    return current;
  }
  const reload = () =>
    void load().catch((error: unknown) => logger.warn({ err: error }, 'the settings were not read anew'));
  // Who changed them here has them already.
  const listening = bus.subscribe(changedTopic, (_, from) => {
    if (from !== bus.nodeId) reload();
  });
  const timer = setInterval(reload, reloadEveryMs).unref();

  return {
    current: (): OrganisationSettings => current,
    /** Before the first request. */
    load,
    /** What somebody else changed with this transaction. */
    changed: (tx: Tx): void =>
      tx.afterCommit(async () => {
        await load();
        bus.publish(changedTopic, {});
      }),

    async update(actor: Actor, change: Change): Promise<OrganisationSettings> {
      if (!canAdminister(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
      return await db.transaction(async (tx) => {
        const before = await lockSettings(tx);
        const after = { ...before, ...withoutUndefined(change) };
        const facts = differences(before, after);
        if (Object.keys(facts).length === 0) return before;
        await changeOrganisation(tx, after);
        if (after.sessionDays < before.sessionDays) await shortenSessions(tx, after.sessionDays);
        audit.record(tx, { actor, action: 'organisation.settingsChanged', facts });
        tx.afterCommit(() => {
          current = after;
          bus.publish(changedTopic, {});
        });
        return after;
      });
    },

    async close(): Promise<void> {
      clearInterval(timer);
      const stop = await listening;
      await stop();
    },
  };
}
export type Settings = ReturnType<typeof createSettings>;

const withoutUndefined = (change: Change): Partial<OrganisationSettings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** What is new, and beside it what it was: `sessionDays` and `sessionDaysBefore`. */
function differences(before: OrganisationSettings, after: OrganisationSettings) {
  const names = Object.keys(after) as (keyof OrganisationSettings)[];
  return Object.fromEntries(
    names
      .filter((name) => before[name] !== after[name])
      .flatMap((name) => [
        [name, after[name]],
        [`${name}Before`, before[name]],
      ]),
  );
}
