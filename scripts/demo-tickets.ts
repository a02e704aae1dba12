import type { PersonId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import {
  claimTicket,
  createCompany,
  createTicket,
  listQueues,
  replyToTicket,
  setCompanyOf,
  type TicketChanges,
  updateTicket,
} from '#shared/contract/tickets.ts';
import type { World } from '#tests/world.ts';
import { demoDesk } from './demo-desk.ts';

type Opened = {
  by: 'dora' | 'emil';
  subject: string;
  body: string;
  changes?: TicketChanges;
  claimedBy?: 'ada' | 'ben' | 'chloe';
  words?: { by: string; body: string; note?: true }[];
  queue?: string;
};

/** Tickets of two client companies, in every state: what a desk looks like on a Tuesday morning. */
const opened: Opened[] = [
  {
    by: 'dora',
    subject: 'How do I change the rider’s weight in the app?',
    body: 'I cannot find the setting. Is it per bike or per account?',
    claimedBy: 'chloe',
    words: [{ by: 'chloe', body: 'Per bike: *Bike → Setup → Rider*. Does that help?' }],
    changes: { status: 'solved' },
  },
  {
    by: 'emil',
    subject: 'Copy of invoice 2026-0311',
    body: 'Our accountant lost it. Could you send it again, please?',
    queue: 'admin',
    changes: { status: 'closed' },
    words: [{ by: 'ben', body: 'Sent to your accounting address.' }],
  },
  {
    by: 'emil',
    subject: 'Second display stays black after the update',
    body: 'Since yesterday’s update the rear display does not come on. The front one works.',
    claimedBy: 'ben',
    changes: { priority: 'high', impact: 'minor', tags: ['firmware', 'display'] },
    words: [{ by: 'ben', body: 'Which version does *Settings → About* show?' }],
  },
  {
    by: 'dora',
    subject: 'Order 12 spare batteries',
    body: 'For delivery before the season starts. The same model as last year.',
    queue: 'admin',
    changes: { status: 'pending', tags: ['order'] },
  },
  {
    by: 'emil',
    subject: 'Charger hums louder than it used to',
    body: 'It works, but people in the shop ask. Is that a fault?',
    changes: { priority: 'low' },
  },
  {
    by: 'dora',
    subject: 'VPN to the workshop drops every hour',
    body: 'Exactly once an hour, for about ten seconds:\n\n```\n09:00:02 link down\n09:00:13 link up\n10:00:02 link down\n```',
    queue: 'sysadmin',
    claimedBy: 'ada',
    changes: { priority: 'high', impact: 'major', tags: ['network'] },
  },
  {
    by: 'dora',
    subject: 'Bikes lose the pairing after a night outside',
    body: 'Two of our bikes, **14** and **22**, cannot be found by the app in the morning. Below 5 °C it is every time.\n\n1. left outside at night\n2. phone does not find them\n3. after half an hour indoors they are back',
    claimedBy: 'ada',
    changes: {
      priority: 'critical',
      impact: 'crisis',
      tags: ['firmware', 'cold'],
      product: 'Hub motor',
      fields: { firmware: '2.3.1', cause: 'software' },
    },
    words: [
      { by: 'ada', body: 'Thank you, that is a very good description. Which firmware is on number 14?' },
      { by: 'dora', body: 'It says `2.3.1`.' },
      {
        by: 'ben',
        body: 'Fixed in 2.4, see the releases channel. @chloe has it on the cold bench.',
        note: true,
      },
      { by: 'ada', body: '2.4 fixes this. Shall we update both together tomorrow at ten?' },
      { by: 'dora', body: 'Perfect. I will have them in the workshop.' },
    ],
  },
];

/** Made through the public API, as customers and the desk would. */
export async function demoTickets(world: World) {
  const idOf = (name: string): PersonId => world.get(name).me.id;
  await world.invite('ada', 'emil', 'customer');
  const ada = await world.as('ada');
  for (const [name, person] of [
    ['Dora & Daughters', 'dora'],
    ['Velo Emil', 'emil'],
  ] as const) {
    const { id } = await ada.call(createCompany, { name });
    await ada.call(setCompanyOf, { personId: idOf(person), companyId: id });
  }
  await demoDesk(world);
  const { queues } = await ada.call(listQueues, {});
  const ids: TicketId[] = [];
  for (const each of opened) ids.push(await open(each));

  async function open({
    by,
    subject,
    body,
    changes,
    claimedBy,
    words = [],
    queue,
  }: Opened): Promise<TicketId> {
    const { id } = await (await world.as(by)).call(createTicket, {
      clientId: crypto.randomUUID() as TicketEntryId,
      subject,
      body,
    });
    const queueId = queues.find(({ name }) => name.toLowerCase() === queue)?.id;
    if (queueId) await ada.call(updateTicket, { ticketId: id, changes: { queueId } });
    if (claimedBy) await (await world.as(claimedBy)).call(claimTicket, { ticketId: id });
    for (const { by: author, body: said, note = false } of words)
      await (await world.as(author)).call(replyToTicket, {
        ticketId: id,
        clientId: crypto.randomUUID() as TicketEntryId,
        body: said,
        note,
      });
    if (changes) await ada.call(updateTicket, { ticketId: id, changes });
    return id;
  }
  return { tickets: ids, story: ids.at(-1) };
}
