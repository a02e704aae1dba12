import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveMacro } from '#shared/contract/desk-tools.ts';
import { deleteField, saveField, type TicketField } from '#shared/contract/fields.ts';
import type { DeskItemId, TicketLabelId } from '#shared/contract/ids.ts';
import { deleteLabel, saveLabel } from '#shared/contract/labels.ts';
import { listTriggers } from '#shared/contract/rules.ts';
import { saveSlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';
import { getTicket } from '#shared/contract/tickets.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { aCalendar, aPolicy } from '../../seeds/sla.ts';
import { aDesk, open } from '../../seeds/tickets.ts';
import { seriousFindings } from '../axe.ts';
import { openBrowser, openTab } from '../browser.ts';

/** Pictures for people to judge. */
const pictures = process.env['ENTENTE_TEST_PICTURES'] ?? 'dist/pictures';

let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([
    startHubProcess(),
    openBrowser(),
    mkdir(pictures, { recursive: true }),
  ]);
  await aDesk(hub.world);
});
afterAll(async () => {
  await browser?.close();
  await hub?.[Symbol.asyncDispose]();
});

const tabOf = (name: string) =>
  openTab(browser, {
    cookie: hub.world.get(name).cookie,
    url: hub.url,
    viewport: { width: 1280, height: 960 },
  });
const room: TicketField = {
  key: 'room',
  label: { en: 'Room', fr: 'Salle' },
  kind: 'choice',
  choices: ['A1', 'B2'],
  queueIds: null,
  requiredToSolve: false,
  shownToCustomers: false,
  archived: false,
};
const supplier = {
  id: crypto.randomUUID() as TicketLabelId,
  field: 'status' as const,
  value: 'pending' as const,
  names: { en: 'Waiting for supplier', fr: 'Attend le fournisseur' },
  color: 'violet' as const,
  hidden: false,
};

test('a trigger is written with own words and fields, and says when one is gone', async () => {
  const ada = await hub.world.as('ada');
  await ada.call(saveField, room);
  await ada.call(saveLabel, supplier);
  const { page, errors, context } = await tabOf('ada');
  await page.goto(`${hub.url}/console/rules`);
  await page.getByRole('button', { name: 'New trigger' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New trigger' });
  await dialog.getByLabel('Name').fill('Order a part');
  const add = dialog.getByRole('button', { name: 'Add a condition' });
  const condition = (name: string) => dialog.getByRole('group', { name, exact: true });
  const choose = async (name: string) => page.getByRole('option', { name, exact: true }).click();
  await add.click();
  await condition('Priority').getByLabel('Field', { exact: true }).click();
  await choose('Status');
  await condition('Status').getByLabel('Values').click();
  await choose('Waiting for supplier');
  await page.keyboard.press('Escape');
  await add.click();
  await condition('Priority').getByLabel('Field', { exact: true }).click();
  await choose('Room');
  await condition('Room').getByLabel('Comparison').click();
  await choose('is empty');
  await dialog.getByLabel('Status', { exact: true }).last().click();
  await choose('Waiting for supplier');
  await dialog.getByLabel('Set a field').click();
  await choose('Room');
  await dialog.getByLabel('Room', { exact: true }).last().click();
  await choose('B2');
  await page.screenshot({ path: join(pictures, 'rules-dialog.png') });
  expect(await seriousFindings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await dialog
    .getByLabel('Set a field')
    .or(dialog.getByLabel('Tell the customer'))
    .first()
    .scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(pictures, 'rules-dialog-phone-dark.png') });
  expect(await seriousFindings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 960 });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Status is Waiting for supplier and Room is empty').waitFor();
  await page.getByText('Status becomes Waiting for supplier and Room becomes “B2”').waitFor();
  expect((await ada.call(listTriggers, {})).triggers).toMatchObject([
    {
      conditions: [
        { field: 'status', is: true, values: [supplier.id] },
        { field: 'fields', fieldKey: 'room', is: true, values: [null] },
      ],
      actions: { changes: { status: 'pending', statusLabelId: supplier.id, fields: { room: 'B2' } } },
    },
  ]);

  await ada.call(deleteLabel, { labelId: supplier.id });
  await page.getByText('Status: a word was deleted, so no ticket has it.').waitFor();
  await page.getByText('Status: a word was deleted, so only what it stood for is set.').waitFor();
  await ada.call(deleteField, { key: 'room' });
  await page.getByText('deleted field “room”: tickets are no longer asked for it.').waitFor();
  await page.screenshot({ path: join(pictures, 'rules-gone.png') });
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Order a part', exact: true }).click();
  await page.getByText('deleted field “room”: no longer asked for, so it is not set.').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('switch', { name: 'Order a part is on' }).click({ force: true });
  await expect
    .poll(async () => (await ada.call(listTriggers, {})).triggers)
    .toMatchObject([{ enabled: false }]);
  expect(errors).toEqual([]);
  await context.close();
});

test('an open ticket shows edited fields and promises, a macro as it is said there, and takes own words', async () => {
  const [ada, cleo] = [await hub.world.as('ada'), await hub.world.as('cleo')];
  await ada.call(saveField, room);
  await ada.call(saveLabel, { ...supplier, names: { en: 'Supplier', fr: 'Fournisseur' } });
  await ada.call(saveMacro, {
    id: crypto.randomUUID() as DeskItemId,
    name: 'Hello',
    shared: true,
    queueId: null,
    actions: { changes: { fields: { room: 'A1' } }, addTags: [], removeTags: [] },
    reply: 'Dear {{requester.name}}, #{{ticket.number}} is with {{agent.name}}.',
    note: null,
  });
  const { id: ticketId, number } = await open(cleo);
  const { page, errors, context } = await tabOf('ben');
  await page.goto(`${hub.url}/tickets/${ticketId}`);
  await page
    .getByRole('term')
    .filter({ hasText: /^Room$/ })
    .waitFor();
  await ada.call(saveField, { ...room, label: { en: 'Office', fr: 'Bureau' } });
  await page
    .getByRole('term')
    .filter({ hasText: /^Office$/ })
    .waitFor();

  const calendar = await ada.call(saveSlaCalendar, aCalendar());
  await ada.call(saveSlaPolicy, aPolicy(calendar.id));
  await page
    .getByTitle(/^First answer promised by/)
    .first()
    .waitFor({ timeout: 30_000 });

  await page.getByRole('button', { name: 'Apply a macro' }).first().click();
  const [asker, agent] = ['cleo', 'ben'].map((name) => hub.world.get(name).me.displayName);
  await page.getByText(`Dear ${asker}, #${number} is with ${agent}.`).waitFor();
  await page.getByText('Office becomes “A1”').waitFor();
  await page.screenshot({ path: join(pictures, 'macro-preview.png') });
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');

  const field = page.getByRole('textbox', { name: /reply/i });
  await field.fill('/status nowhere');
  await field.press('Control+Enter');
  await page.getByText('There is no such status.').waitFor();
  await page.getByText(/Set the status: \/status New, .*Supplier.* or Closed/).waitFor();
  await field.fill('');
  await field.pressSequentially('/status supp');
  await page.getByRole('option', { name: '/status Supplier' }).waitFor();
  await field.press('Enter');
  await field.press('Control+Enter');
  const statusOf = async () => (await ada.call(getTicket, { ticketId })).ticket;
  await expect.poll(statusOf).toMatchObject({ status: 'pending', statusLabelId: supplier.id });
  await field.fill('/status FOURNISSEUR');
  await field.press('Control+Enter');
  await field.fill('/priority critical');
  await field.press('Control+Enter');
  await expect.poll(statusOf).toMatchObject({ priority: 'critical', statusLabelId: supplier.id });
  expect(errors).toEqual([]);
  await context.close();
});
