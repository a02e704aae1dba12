import {
  type Icon,
  IconHome,
  IconMessageCircle,
  IconServer2,
  IconTicket,
  IconUsers,
  IconVideo,
} from '@tabler/icons-react';
import type { Me } from '#shared/contract/accounts.ts';

export type Module = {
  name: 'home' | 'chat' | 'meetings' | 'tickets' | 'people' | 'console';
  to: '/' | '/chat' | '/meetings' | '/tickets' | '/people' | '/console';
  Icon: Icon;
  place: 'top' | 'bottom';
  /** Pages elsewhere that belong to it. */
  also?: string[];
};

/** What the rail and the bottom bar lead to. */
const modules: Module[] = [
  { name: 'home', to: '/', Icon: IconHome, place: 'top' },
  { name: 'chat', to: '/chat', Icon: IconMessageCircle, place: 'top' },
  { name: 'meetings', to: '/meetings', Icon: IconVideo, place: 'top' },
  { name: 'tickets', to: '/tickets', Icon: IconTicket, place: 'top' },
  { name: 'people', to: '/people', Icon: IconUsers, place: 'bottom', also: ['/spaces'] },
  { name: 'console', to: '/console', Icon: IconServer2, place: 'bottom' },
];

/** Customers and guests do not browse people; the console is for administrators. */
export const modulesFor = ({
  kind,
  can,
}: Pick<Me, 'kind'> & { can: Pick<Me['can'], 'administer'> }): Module[] =>
  modules.filter(
    ({ name }) => (name !== 'people' || kind === 'member') && (name !== 'console' || can.administer),
  );

/** Which module a path belongs to. */
export function isInModule({ to, also = [] }: Module, path: string): boolean {
  if (to === '/') return path === '/';
  return [to, ...also].some((start) => path === start || path.startsWith(`${start}/`));
}
