import {
  IconHash,
  IconHome,
  IconKeyboard,
  IconMessageCircle,
  IconMoon,
  IconServer2,
  IconSettings,
  IconUserPlus,
  IconUsers,
  IconVideo,
  IconVideoPlus,
} from '@tabler/icons-react';
import i18next from 'i18next';
import { listPeople } from '#shared/contract/accounts.ts';
import { createMeeting, listMeetings } from '#shared/contract/meetings.ts';
import { listSpaces } from '#shared/contract/spaces.ts';
import { PersonAvatar } from './Avatar.tsx';
import { hub } from './hub.ts';
import { people } from './people.ts';
import { commandQuery, queryClient } from './query.ts';
import { router } from './router.tsx';
import { useSession } from './session.ts';
import { registerSwitcherSource, type SwitcherItem, showKeys } from './switcher.ts';
import { toastError } from './toast.ts';
import { toggleScheme } from './use-scheme.ts';

const newest = { limit: 30 };
const t = (key: string) => i18next.t(`common:${key}`);

/** What every member can reach. Modules add their own. */
export function startSwitcher(): void {
  registerSwitcherSource({ group: 'people', items: findPeople });
  registerSwitcherSource({ group: 'meetings', items: findMeetings });
  registerSwitcherSource({ group: 'spaces', items: findSpaces });
  registerSwitcherSource({ group: 'actions', items: actions });
}

async function findPeople(query: string): Promise<SwitcherItem[]> {
  if (query.trim().length < 2 || useSession.getState().me?.kind !== 'member') return [];
  const page = await hub.call(listPeople, { query, limit: 10 });
  people.remember(page.people);
  return page.people
    .filter(({ suspended }) => !suspended)
    .map((person) => ({
      id: `person-${person.id}`,
      label: person.displayName,
      icon: <PersonAvatar person={person} size={24} presence />,
      run: () => void router.navigate({ to: '/people', search: { person: person.id } }),
    }));
}

async function findSpaces(query: string): Promise<SwitcherItem[]> {
  if (query.trim() === '') return [];
  const { spaces } = await queryClient.ensureQueryData(commandQuery(listSpaces, {}));
  return spaces.map((space) => ({
    id: `space-${space.id}`,
    label: space.name,
    icon: <IconHash size={18} />,
    run: () => void router.navigate({ to: '/spaces/$spaceId', params: { spaceId: space.id } }),
  }));
}

async function findMeetings(query: string): Promise<SwitcherItem[]> {
  if (query.trim() === '') return [];
  const { meetings } = await queryClient.ensureQueryData(commandQuery(listMeetings, newest));
  return meetings
    .filter(({ archivedAt }) => archivedAt === null)
    .map(({ id, title, code, live }) => ({
      id: `meeting-${id}`,
      label: title,
      hint: code,
      weight: live.count > 0 ? 20 : 0,
      icon: <IconVideo size={18} />,
      run: () => void router.navigate({ to: '/m/$code', params: { code } }),
    }));
}

async function startMeeting(name: string): Promise<void> {
  try {
    const title = i18next.t('common:home.newMeetingTitle', { name }).slice(0, 120);
    const { code } = await hub.call(createMeeting, { title });
    await router.navigate({ to: '/m/$code', params: { code } });
  } catch (error) {
    toastError(error);
  }
}

function actions(): SwitcherItem[] {
  const me = useSession.getState().me;
  const go = (to: '/' | '/chat' | '/meetings' | '/people' | '/people/invitations' | '/console') => () =>
    void router.navigate({ to });
  return [
    ...(me?.can.createMeeting
      ? [
          {
            id: 'new-meeting',
            label: t('home.newMeeting'),
            icon: <IconVideoPlus size={18} />,
            run: () => void startMeeting(me.displayName),
          },
        ]
      : []),
    { id: 'home', label: t('modules.home'), icon: <IconHome size={18} />, run: go('/') },
    { id: 'chat', label: t('modules.chat'), icon: <IconMessageCircle size={18} />, run: go('/chat') },
    { id: 'meetings', label: t('modules.meetings'), icon: <IconVideo size={18} />, run: go('/meetings') },
    ...(me?.kind === 'member'
      ? [{ id: 'people', label: t('modules.people'), icon: <IconUsers size={18} />, run: go('/people') }]
      : []),
    ...(me?.can.invite
      ? [
          {
            id: 'invite',
            label: t('switcher.invite'),
            icon: <IconUserPlus size={18} />,
            run: go('/people/invitations'),
          },
        ]
      : []),
    ...(me?.can.administer
      ? [
          {
            id: 'console',
            label: t('modules.console'),
            hint: t('switcher.console'),
            icon: <IconServer2 size={18} />,
            run: go('/console'),
          },
        ]
      : []),
    {
      id: 'settings',
      label: t('menu.settings'),
      icon: <IconSettings size={18} />,
      run: () => void router.navigate({ to: '/settings/$section', params: { section: 'profile' } }),
    },
    { id: 'scheme', label: t('switcher.scheme'), icon: <IconMoon size={18} />, run: toggleScheme },
    { id: 'keys', label: t('menu.keys'), icon: <IconKeyboard size={18} />, run: showKeys },
  ];
}
