import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, startDesk } from '../desk-world.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk?.[Symbol.asyncDispose]());

test('a trigger that an administrator makes acts on the next ticket, in sight of an agent and the customer', async () => {
  const { ada, ben, chloe, cleo } = desk;
  const { page, dialog, button, choose } = ada;
  await ada.console('rules', 'Rules for tickets');
  await button('New trigger').click();
  const editor = dialog('New trigger');
  await editor.getByRole('button', { name: 'Save' }).click();
  await editor.getByText('Say what should happen.').waitFor();
  await editor.getByRole('textbox', { name: 'Name' }).fill('Fire first');
  await editor.getByRole('button', { name: 'Add a condition' }).click();
  await choose(editor.getByRole('combobox', { name: 'Field' }), 'Subject');
  const values = editor.getByRole('group', { name: 'Subject' }).getByLabel('Values');
  await values.fill('fire');
  await values.press('Enter');
  const then = editor.getByRole('group', { name: 'Then' });
  await choose(then.getByRole('combobox', { name: 'Priority' }), 'Critical');
  await then.getByLabel('Add tags').fill('burning');
  await then.getByRole('textbox', { name: 'Tell the customer' }).fill('Somebody is on the way.');
  await ada.save(editor);
  const trigger = page.getByRole('listitem').filter({ hasText: 'Fire first' });
  await trigger.getByText('A ticket is opened, if: Subject contains “fire”').waitFor();

  await chloe.list();
  const roof = await desk.asks('cleo', 'The roof is on fire');
  await chloe.row(roof.subject).getByRole('img', { name: 'Critical' }).waitFor();
  await cleo.ticket(roof.id);
  await cleo.log.getByText('Somebody is on the way.').waitFor();
  await ben.ticket(roof.id);
  await ben.button('Remove burning').waitFor();

  await trigger.getByText('Fire first').click();
  await dialog('Edit the trigger').getByRole('textbox', { name: 'Name' }).fill('Roofs first');
  await ada.save(dialog('Edit the trigger'));
  await page.reload();
  const renamed = page.getByRole('listitem').filter({ hasText: 'Roofs first' });
  await renamed.getByText('→ Priority becomes Critical').waitFor();
  await button('Delete Roofs first').click();
  await ada.save(dialog('Delete “Roofs first”?'), 'Delete');
  await page.getByText('Nothing happens by itself yet').waitFor();
  expect(ada.errors).toEqual([]);
});

test('what a service level promises by a calendar, agents see at the ticket', async () => {
  const { ada, ben } = desk;
  const { page, dialog, button, choose } = ada;
  await ada.console('sla', 'Service levels');
  await button('New calendar').click();
  const calendar = dialog('New calendar');
  await calendar.getByRole('textbox', { name: 'Name', exact: true }).fill('Office hours');
  await calendar.getByRole('button', { name: 'Add hours on Saturday' }).click();
  await calendar.getByLabel('Saturday, from').fill('10:00');
  await calendar.getByRole('button', { name: 'Add a holiday' }).click();
  await calendar.getByRole('button', { name: 'Save' }).click();
  await calendar.getByText('Each holiday needs a date and a name.').waitFor();
  await calendar.getByLabel('Date').fill('2030-12-25');
  await calendar.getByRole('textbox', { name: 'Name of the holiday' }).fill('Christmas');
  await calendar.getByRole('checkbox', { name: 'Every year' }).check();
  await ada.save(calendar);
  await page.getByText('Europe/Paris, 1 holiday').waitFor();

  await button('New service level').click();
  const policy = dialog('New service level');
  await policy.getByRole('textbox', { name: 'Name' }).fill('Good customers');
  await choose(policy.getByRole('combobox', { name: 'Companies' }), 'Acorn');
  await policy.getByRole('textbox', { name: 'First answer, Normal' }).fill('4');
  await choose(policy.getByRole('combobox', { name: 'Calendar' }), 'Office hours');
  await ada.save(policy);
  const row = page.getByRole('listitem').filter({ hasText: 'Good customers' });
  await row.getByText('For Acorn, in all queues').waitFor();

  const stairs = await desk.asks('dan', 'The stairs creak');
  await ben.ticket(stairs.id);
  await ben.details
    .getByText(/ left$/)
    .first()
    .waitFor();

  await page.reload();
  await row.getByText(/^Normal: first answer within 4/).waitFor();
  await button('Delete Office hours').click({ force: true });
  expect(await page.getByRole('dialog').count()).toBe(0);
  await button('Delete Good customers').click();
  await ada.save(dialog('Delete “Good customers”?'), 'Delete');
  await button('Delete Office hours').click();
  await ada.save(dialog('Delete “Office hours”?'), 'Delete');
  await page.getByText('Office hours').waitFor({ state: 'detached' });
  expect(ada.errors).toEqual([]);
});

test('the desk’s own words for a priority and a status are picked by one agent and read by another', async () => {
  const {
    ada,
    ben,
    chloe,
    cleo,
    tickets: { scanner },
  } = desk;
  const { page, button, choose } = ada;
  await ada.console('desk', 'Desk');
  const make = async (field: 'priority' | 'status', names: { en: string; fr: string }, value: string) => {
    await button(`New ${field}`).click();
    const dialog = ada.dialog(`New ${field}`);
    await dialog.getByRole('textbox', { name: 'Name in English' }).fill(names.en);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Give it a name.').waitFor();
    await dialog.getByRole('textbox', { name: 'Name in French' }).fill(names.fr);
    await choose(dialog.getByRole('combobox', { name: 'Stands for' }), value);
    await choose(dialog.getByRole('combobox', { name: 'Colour' }), 'Violet');
    await ada.save(dialog);
    await page
      .getByRole('listitem')
      .filter({ hasText: names.en })
      .getByText(`Stands for: ${value}`)
      .waitFor();
  };
  await chloe.list();
  await make('priority', { en: 'The boss asks', fr: 'Le patron demande' }, 'High');
  await make('status', { en: 'Waiting for supplier', fr: 'Attend le fournisseur' }, 'On hold');

  await Promise.all([ben.ticket(scanner.id), cleo.ticket(scanner.id)]);
  await ben.composer.press('Escape');
  await ben.page.keyboard.press('p');
  await ben.pick('The boss');
  await ben.page.keyboard.press('s');
  await ben.pick('Waiting for');
  const row = chloe.row(scanner.subject);
  await row.getByRole('img', { name: 'The boss asks' }).waitFor();
  await row.getByText('Waiting for supplier').waitFor();
  await cleo.page.getByText('In progress').waitFor();

  await button('The boss asks').click();
  const dialog = ada.dialog('Edit the priority');
  await dialog.getByRole('textbox', { name: 'Name in English' }).fill('From above');
  await ada.save(dialog);
  await row.getByRole('img', { name: 'From above' }).waitFor();
  await chloe.page.reload();
  await row.getByRole('img', { name: 'From above' }).waitFor();
  await row.getByText('Waiting for supplier').waitFor();
  await page.reload();
  await page.getByText('From above').waitFor();
  expect([...ada.errors, ...ben.errors]).toEqual([]);
});

const file = (name: string, mimeType: string, content: Buffer) => ({ name, mimeType, buffer: content });
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a queue for its members alone takes the files that it takes, and no others', async () => {
  const {
    ada,
    ben,
    chloe,
    cleo,
    tickets: { scanner },
  } = desk;
  const { page, button, choose } = ada;
  await ada.console('desk', 'Desk');
  await button('New queue').click();
  const dialog = ada.dialog('New queue');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Vault');
  await choose(dialog.getByRole('combobox', { name: 'Members' }), 'Ben');
  await dialog.getByRole('switch', { name: 'Only members read its tickets' }).check();
  for (const kind of ['PDF', 'Text', 'Audio', 'Video', 'Archives and Office documents', 'Anything else'])
    await dialog.getByRole('checkbox', { name: kind }).uncheck();
  await dialog.getByRole('textbox', { name: 'Files of a ticket, at most' }).fill('1');
  const size = dialog.getByRole('textbox', { name: 'Size of a file in MB, at most' });
  await size.fill('900');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/^From 0.1 to/).waitFor();
  await size.fill('0.1');
  await ada.save(dialog);
  const row = page.getByRole('listitem').filter({ hasText: 'Vault' });
  await row.getByText('Members only').waitFor();

  await Promise.all([ben.ticket(scanner.id), cleo.ticket(scanner.id), chloe.list()]);
  await chloe.row(scanner.subject).waitFor();
  await ben.composer.press('Escape');
  await ben.page.keyboard.press('m');
  await ben.pick('Vault');
  await ben.button('Queue Vault').waitFor();
  await chloe.row(scanner.subject).waitFor({ state: 'detached' });
  await chloe.page.goto(`${desk.world.url}/tickets/${scanner.id}`);
  await chloe.page.getByText('This is not here any more.').waitFor();

  const attach = ben.page.locator('input[type=file]');
  await attach.setInputFiles(file('notes.txt', 'text/plain', Buffer.from('four')));
  await ben.page.getByText('This queue does not take files of this kind.').waitFor();
  await ben.button('Remove notes.txt').click();
  await attach.setInputFiles(file('scan.png', 'image/png', pixel));
  await ben.composer.fill('This is what it scans.');
  await ben.button('Send and wait').click();
  await cleo.log.getByRole('img', { name: 'scan.png' }).waitFor();
  await attach.setInputFiles(file('again.png', 'image/png', pixel));
  await ben.page.getByText('This ticket has as many files as it can have.').waitFor();

  await page.reload();
  await row.getByText('Ben').waitFor();
  await button('Edit Vault').click();
  const editor = ada.dialog('Edit the queue');
  expect(await editor.getByRole('switch', { name: 'Only members read its tickets' }).isChecked()).toBe(true);
  expect(await editor.getByRole('checkbox', { checked: true }).count()).toBe(1);
  expect(
    await size.or(editor.getByRole('textbox', { name: 'Size of a file in MB, at most' })).inputValue(),
  ).toBe('0.1');
});
