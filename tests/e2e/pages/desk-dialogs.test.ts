import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { updateProfile } from '#shared/contract/accounts.ts';
import { saveTrigger, saveWebhook } from '#shared/contract/rules.ts';
import { saveSlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';
import { demoWorld } from '../../../scripts/demo-world.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { aTrigger, aWebhook } from '../../seeds/rules.ts';
import { aCalendar, aPolicy } from '../../seeds/sla.ts';
import { openBrowser, openTab } from '../browser.ts';
import { settled } from '../settled.ts';
import { wordsIn } from '../words.ts';
import { expectShownWhole, type Look, pictures } from './whole.ts';

/** Each language, theme and width once. */
const looks: Look[] = [
  { name: 'light', viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'en' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'fr' },
];

let hub: HubProcess;
let browser: Browser;
let story: string;

beforeAll(async () => {
  [hub, browser] = await Promise.all([
    startHubProcess(),
    openBrowser(),
    mkdir(pictures, { recursive: true }),
  ]);
  const seed = await demoWorld(hub.world);
  story = `/tickets/${seed.story}`;
  const ada = await hub.world.as('ada');
  const { id } = await ada.call(saveSlaCalendar, aCalendar());
  await ada.call(saveSlaPolicy, aPolicy(id));
  await ada.call(
    saveTrigger,
    aTrigger({
      name: 'Fire first',
      actions: { changes: { priority: 'critical' }, addTags: [], removeTags: [] },
    }),
  );
  await ada.call(saveWebhook, aWebhook('https://example.org/tickets'));
});
afterAll(async () => {
  await browser?.close();
  await hub?.[Symbol.asyncDispose]();
});

type Say = (key: string) => string;
type Step = (page: Page, say: Say) => Promise<void>;
const press =
  (key: string): Step =>
  (page, say) =>
    page
      .getByRole('button', { name: say(key), exact: true })
      .filter({ visible: true })
      .first()
      .click();
const choose =
  (key: string): Step =>
  (page, say) =>
    page.getByRole('menuitem', { name: say(key), exact: true }).click();
const keys =
  (...names: string[]): Step =>
  async (page) => {
    for (const name of names) await page.keyboard.press(name);
  };
const more = press('tickets:ticket.more');

/** Every dialog of the desk, and what leads to it. */
const dialogs: [name: string, path: string, ...steps: Step[]][] = [
  [
    'trigger',
    '/console/rules',
    press('rules:triggers.create'),
    press('rules:editor.addCondition'),
    press('rules:editor.addCondition'),
  ],
  ['webhook', '/console/rules', press('rules:webhooks.create')],
  ['policy', '/console/sla', press('sla:policies.create')],
  ['calendar', '/console/sla', press('sla:calendars.create'), press('sla:editor.addHoliday')],
  ['queue', '/console/desk', press('desk:queues.add')],
  ['priority', '/console/desk', press('desk:labels.priority.add')],
  ['status', '/console/desk', press('desk:labels.status.add')],
  ['connector', '/console/connectors', press('admin:connectors.add')],
  ['new-ticket', '/tickets?status=active', press('tickets:create.title')],
  ['save-view', '/tickets?status=active', press('tickets:list.view'), choose('tickets:list.saveView')],
  ['pick', '/tickets?status=active', keys('j', 's')],
  ['macro', '/tickets?status=active', keys('j', 'M')],
  ['merge', 'story', more, choose('tickets:merge.confirm')],
  ['rename', 'story', more, choose('tickets:ticket.rename')],
  ['delete', 'story', more, choose('tickets:ticket.delete')],
  ['split', 'story', press('tickets:split.title')],
  ['canned', '/tickets/canned', press('tickets:canned.add')],
  ['new-macro', '/tickets/macros', press('desk:macros.add')],
  ['template', '/tickets/templates', press('desk:templates.add')],
  ['field', '/tickets/fields', press('desk:fields.add')],
];

/** Pages that no other test shows in this state. */
const states: typeof dialogs = [
  ['list-selected', '/tickets?status=active', keys('j', 'x', 'j', 'x')],
  ['list-filtered', '/tickets?status=active&priority=high,critical&assignee=me&sla=soon'],
  ['ticket-details', 'story'],
];

test.each(looks)(
  'every dialog of the desk is whole and accessible: $name',
  async ({ name: look, ...options }) => {
    const { cookie, client } = hub.world.get('ada');
    await client.connect();
    await client.call(updateProfile, { locale: options.locale });
    const say = wordsIn(options.locale);
    const { page, errors, context } = await openTab(browser, { ...options, cookie, url: hub.url });
    const show = async (path: string, steps: readonly Step[]) => {
      await page.goto(hub.url + (path === 'story' ? story : path));
      await settled(page);
      for (const step of steps) await step(page, say);
    };
    for (const [name, path, ...steps] of dialogs) {
      await show(path, steps);
      await page.getByRole('dialog').waitFor();
      await expectShownWhole(page, `desk-${name}-${look}`, '[role=dialog]');
      const cut = await page.getByRole('dialog').evaluate((box) => box.scrollWidth - box.clientWidth);
      expect(cut, `${name} ${look} holds something that is wider`).toBeLessThanOrEqual(0);
    }
    for (const [name, path, ...steps] of states) {
      await show(path, steps);
      await expectShownWhole(page, `desk-${name}-${look}`);
    }
    expect(errors).toEqual([]);
    await context.close();
  },
  120_000,
);
