import { IconTicket } from '@tabler/icons-react';
import type { TicketId } from '#shared/contract/ids.ts';
import { listTickets } from '#shared/contract/tickets.ts';
import { setBadge } from '../app/badges.ts';
import { hub } from '../app/hub.ts';
import { registerKeys } from '../app/keys.ts';
import { useSession } from '../app/session.ts';
import { registerSwitcherSource, type SwitcherItem } from '../app/switcher.ts';
import { followFields } from './fields/use-ticket-fields.ts';
import { followLabels } from './labels.ts';
import { tickets } from './use-tickets.ts';
import { mineWaiting } from './views.ts';

/** Starts tickets for the signed-in person: the rail's badge, the switcher's tickets. Call once; `open` leads to a ticket. */
export function startTickets(open: (ticketId: TicketId) => void): void {
  const startIfSignedIn = () => {
    const { me } = useSession.getState();
    if (me === null || me.kind === 'guest') return;
    tickets.start();
    if (me.kind === 'member') watchMine();
  };
  useSession.subscribe(startIfSignedIn);
  startIfSignedIn();
  addEventListener('pagehide', () => tickets.drafts.save());
  registerSwitcherSource({ group: 'tickets', items: (query) => ticketItems(query, open) });
  registerKeys(keys);
  followLabels();
  followFields();
}

let watching = false;

/** The badge is how many of my tickets wait for an answer. */
function watchMine(): void {
  if (watching) return;
  watching = true;
  tickets.holdList(mineWaiting);
  tickets.list(mineWaiting).store.subscribe((list) => {
    if (list.status === 'ready') setBadge('tickets', { unread: false, mentions: list.tickets.length });
  });
}

const mostFound = 6;

/** By number, subject or any of its words: the hub finds them. */
async function ticketItems(query: string, open: (ticketId: TicketId) => void): Promise<SwitcherItem[]> {
  const text = query.trim();
  if (text.length < 2) return [];
  const found = await hub.call(listTickets, { filter: { text }, limit: mostFound });
  return found.tickets.map(({ id, number, subject }) => ({
    id: `ticket-${id}`,
    label: `#${number} ${subject}`,
    isFound: true,
    icon: <IconTicket size={18} />,
    run: () => open(id),
  }));
}

const keys = {
  group: 'tickets:keys.title',
  entries: [
    { keys: ['X'], label: 'tickets:keys.select' },
    { keys: ['C'], label: 'tickets:keys.claim' },
    { keys: ['A'], label: 'tickets:keys.assign' },
    { keys: ['S'], label: 'tickets:keys.status' },
    { keys: ['P'], label: 'tickets:keys.priority' },
    { keys: ['I'], label: 'tickets:keys.impact' },
    { keys: ['M'], label: 'tickets:keys.move' },
    { keys: ['Shift', 'M'], label: 'tickets:keys.macro' },
    { keys: ['E'], label: 'tickets:keys.solve' },
    { keys: ['R'], label: 'tickets:keys.reply' },
    { keys: ['N'], label: 'tickets:keys.note' },
    { keys: ['U'], label: 'tickets:keys.back' },
    { keys: ['Esc'], label: 'tickets:keys.leave' },
    { keys: ['Mod', 'Enter'], label: 'tickets:keys.send' },
  ],
};
