import { type Icon, IconHome, IconMessageCircle, IconUsers, IconVideo } from '@tabler/icons-react';

export type Module = {
  name: 'home' | 'chat' | 'meetings' | 'people';
  to: '/' | '/chat' | '/meetings' | '/people';
  Icon: Icon;
  place: 'top' | 'bottom';
  /** Pages elsewhere that belong to it. */
  also?: string[];
};

/** What the rail and the bottom bar lead to. */
export const modules: Module[] = [
  { name: 'home', to: '/', Icon: IconHome, place: 'top' },
  { name: 'chat', to: '/chat', Icon: IconMessageCircle, place: 'top' },
  { name: 'meetings', to: '/meetings', Icon: IconVideo, place: 'top' },
  { name: 'people', to: '/people', Icon: IconUsers, place: 'bottom', also: ['/spaces'] },
];

/** Which module a path belongs to. */
export function isInModule({ to, also = [] }: Module, path: string): boolean {
  if (to === '/') return path === '/';
  return [to, ...also].some((start) => path === start || path.startsWith(`${start}/`));
}
