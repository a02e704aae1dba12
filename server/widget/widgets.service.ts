import { randomBytes } from 'node:crypto';
import type { Actor } from '#server/accounts/actor.ts';
import { canAdminister } from '#server/accounts/people.policy.ts';
import { topic } from '#server/platform/bus.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { WidgetId } from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/widget.ts';
import { maxWidgets, type Widget, WidgetSettings } from '#shared/contract/widget.ts';
import type { WidgetNeeds } from './needs.ts';
import { isAllowedOn, requireSite } from './widget.policy.ts';
import * as store from './widgets.store.ts';

type Parts = Pick<Platform, 'db' | 'bus' | 'clock' | 'logger'> & Pick<WidgetNeeds, 'audit' | 'publisher'>;

const changedTopic = topic<object>('widget:changed');
/** A lost event is made good after this long. */
const reloadEveryMs = 60_000;

const unknownWidget = () => new AppError('notFound', 'There is no such widget.');
const newKey = () => randomBytes(12).toString('base64url');

/** What administrators decided about the boxes on web sites. Each hub holds a copy: every page view of a site asks for it. */
export function createWidgets({ db, bus, clock, logger, audit, publisher }: Parts) {
  let byKey = new Map<string, Widget>();
  let byId = new Map<WidgetId, Widget>();

  async function load(): Promise<void> {
    const widgets = await store.listWidgets(db.read);
    byKey = new Map(widgets.map((widget) => [widget.key, widget]));
    byId = new Map(widgets.map((widget) => [widget.id, widget]));
  }
  const reload = () =>
    void load().catch((error: unknown) => logger.warn({ err: error }, 'the widgets were not read anew'));
  // Who changed them here has them already.
  const listening = bus.subscribe(changedTopic, (_, from) => {
    if (from !== bus.nodeId) reload();
  });
  const timer = setInterval(reload, reloadEveryMs).unref();

  const changed = (tx: Tx): void =>
    tx.afterCommit(async () => {
      await load();
      bus.publish(changedTopic, {});
    });

  const targetOf = ({ id, name }: Widget) => ({ kind: 'widget', id, name });

  async function update(
    actor: Actor,
    { widgetId, changes }: ParsedInputOf<typeof contract.updateWidget>,
  ): Promise<Widget> {
    requireAdministrator(actor);
    return await db.transaction(async (tx) => {
      const before = await store.lockWidget(tx, widgetId);
      if (!before) throw unknownWidget();
      const after: Widget = { ...before, ...withoutUndefined(changes) };
      await store.storeWidget(tx, widgetId, WidgetSettings.parse(after));
      const facts = { enabled: after.enabled, origins: after.origins.join(' ') };
      audit.record(tx, { actor, action: 'widgets.changed', target: targetOf(after), facts });
      changed(tx);
      // Who is connected is judged by the new rules: pages of sites that are not allowed any more stay outside.
      tx.afterCommit(() => {
        if (isNarrower(before, after)) publisher.revoke({ widget: widgetId });
      });
      return after;
    });
  }

  return {
    /** Before the first request. */
    load,
    find: (id: WidgetId): Widget | undefined => byId.get(id),
    isAllowedAnywhere: (origin: string): boolean =>
      [...byKey.values()].some((widget) => isAllowedOn(widget, origin)),
    /** The widget of a page; `notFound` and `forbidden` keep the page from showing it. */
    onPage(key: string, foreignOrigin: string | undefined): Widget {
      const widget = byKey.get(key);
      if (!widget) throw unknownWidget();
      return requireSite(widget, foreignOrigin);
    },
    /** Nothing to ask of people who came in otherwise. */
    requireSite(actor: Actor, foreignOrigin: string | undefined): void {
      if (actor.widgetId !== null) requireSite(byId.get(actor.widgetId), foreignOrigin);
    },

    async list(actor: Actor): Promise<{ widgets: Widget[] }> {
      requireAdministrator(actor);
      return { widgets: await store.listWidgets(db.read) };
    },

    async create(actor: Actor, settings: WidgetSettings): Promise<Widget> {
      requireAdministrator(actor);
      return await db.transaction(async (tx) => {
        if ((await store.listWidgets(tx)).length >= maxWidgets)
          throw new AppError('conflict', `There are ${maxWidgets} widgets at most.`, {
            details: { reason: 'tooManyWidgets' },
          });
        const made = { id: newId<WidgetId>(), key: newKey(), settings, now: clock.now() };
        const widget = await store.insertWidget(tx, made);
        audit.record(tx, { actor, action: 'widgets.created', target: targetOf(widget) });
        changed(tx);
        return widget;
      });
    },
    update,

    async delete(
      actor: Actor,
      { widgetId }: ParsedInputOf<typeof contract.deleteWidget>,
    ): Promise<typeof nothing> {
      requireAdministrator(actor);
      await db.transaction(async (tx) => {
        const widget = await store.deleteWidget(tx, widgetId);
        if (!widget) throw unknownWidget();
        audit.record(tx, { actor, action: 'widgets.deleted', target: targetOf(widget) });
        changed(tx);
        tx.afterCommit(() => publisher.revoke({ widget: widgetId }));
      });
      return nothing;
    },

    async close(): Promise<void> {
      clearInterval(timer);
      const stop = await listening;
      await stop();
    },
  };
}
export type Widgets = ReturnType<typeof createWidgets>;

function requireAdministrator(actor: Actor): void {
  if (!canAdminister(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
}

const isNarrower = (before: Widget, after: Widget): boolean =>
  (before.enabled && !after.enabled) || before.origins.some((origin) => !after.origins.includes(origin));

const withoutUndefined = (changes: object) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
