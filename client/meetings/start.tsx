import { IconVideo } from '@tabler/icons-react';
import i18next from 'i18next';
import { listMeetings } from '#shared/contract/meetings.ts';
import { commandQuery, queryClient } from '../app/query.ts';
import { registerSwitcherSource, type SwitcherItem } from '../app/switcher.ts';

/** Meetings in the switcher. Call once; `open` leads to a meeting's page. */
export function startMeetings(open: (code: string) => void): void {
  registerSwitcherSource({ group: 'meetings', items: () => meetingItems(open) });
}

async function meetingItems(open: (code: string) => void): Promise<SwitcherItem[]> {
  await i18next.loadNamespaces('meetings');
  const query = { ...commandQuery(listMeetings, { limit: 100 }), staleTime: 30_000 };
  const { meetings } = await queryClient.fetchQuery(query);
  return meetings.map(({ id, code, title, live }) => ({
    id: `meeting-${id}`,
    label: title,
    hint: live.count > 0 ? i18next.t('meetings:list.liveCount', { count: live.count }) : code,
    icon: <IconVideo size={18} />,
    weight: live.count > 0 ? 20 : 0,
    run: () => open(code),
  }));
}
