import { saveMacro, saveTemplate } from '#shared/contract/desk-tools.ts';
import { saveField, type TicketField } from '#shared/contract/fields.ts';
import { DeskItemId } from '#shared/contract/ids.ts';
import type { World } from '#tests/world.ts';

const everywhere = {
  choices: [],
  queueIds: null,
  requiredToSolve: false,
  shownToCustomers: false,
  archived: false,
};
const fields: TicketField[] = [
  {
    ...everywhere,
    key: 'firmware',
    label: { en: 'Firmware', fr: 'Micrologiciel' },
    kind: 'text',
    shownToCustomers: true,
  },
  {
    ...everywhere,
    key: 'cause',
    label: { en: 'Cause', fr: 'Cause' },
    kind: 'choice',
    choices: ['hardware', 'software', 'question'],
  },
  { ...everywhere, key: 'on_site', label: { en: 'On site', fr: 'Sur place' }, kind: 'yesNo' },
];

const newId = () => DeskItemId.parse(crypto.randomUUID());

/** What a desk has prepared: fields of its own, what it does again and again, what tickets begin with. */
export async function demoDesk(world: World): Promise<void> {
  const ada = await world.as('ada');
  for (const field of fields) await ada.call(saveField, field);
  await ada.call(saveMacro, {
    id: newId(),
    name: 'Thank and solve',
    shared: true,
    queueId: null,
    reply: 'Thank you, {{requester.name}}. Please say yes below if all works again.',
    note: null,
    actions: { changes: { status: 'solved', assigneeId: 'me' }, addTags: [], removeTags: ['urgent'] },
  });
  await ada.call(saveMacro, {
    id: newId(),
    name: 'To the second line',
    shared: true,
    queueId: null,
    reply: null,
    note: 'Reproduced here, the log is attached.',
    actions: { changes: { priority: 'high', assigneeId: null }, addTags: ['second line'], removeTags: [] },
  });
  await ada.call(saveTemplate, {
    id: newId(),
    name: 'Firmware does not install',
    shared: true,
    subject: 'Firmware does not install on ',
    body: '1. what the screen says\n2. what was installed before\n3. battery in percent',
    queueId: null,
    priority: 'normal',
    impact: 'minor',
    tags: ['firmware'],
    fields: { cause: 'software' },
  });
}
