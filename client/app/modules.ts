import { type Icon, IconHome, IconMessageCircle, IconUsers, IconVideo } from '@tabler/icons-react';
import type { Me } from '#shared/contract/accounts.ts';

export type Module = {
  name: 'home' | 'chat' | 'meetings' | 'people';
  to: '/' | '/chat' | '/meetings' | '/people';
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
  { name: 'people', to: '/people', Icon: IconUsers, place: 'bottom', also: ['/spaces'] },
];

/** Customers and guests do not browse people. */
export const modulesFor = ({ kind }: Pick<Me, 'kind'>): Module[] =>
  modules.filter(({ name }) => name !== 'people' || kind === 'member');

/** Which module a path belongs to. */
export function isInModule({ to, also = [] }: Module, path: string): boolean {
  if (to === '/') return path === '/';
  return [to, ...also].some((start) => path === start || path.startsWith(`${start}/`));
}
