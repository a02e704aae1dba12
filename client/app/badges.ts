import { create } from 'zustand';

/** What a module has waiting: `mentions` is a number on a red badge, `unread` a quiet dot. */
export type Badge = { unread: boolean; mentions: number };
export type BadgedModule = 'chat' | 'meetings' | 'tickets';

const none: Badge = { unread: false, mentions: 0 };
const useBadges = create<Partial<Record<BadgedModule, Badge>>>(() => ({}));

/** A module's core says what the rail and the tab's title show. */
export function setBadge(module: BadgedModule, badge: Badge): void {
  const old = useBadges.getState()[module] ?? none;
  if (old.unread !== badge.unread || old.mentions !== badge.mentions) useBadges.setState({ [module]: badge });
}

export const useBadge = (module: BadgedModule): Badge => useBadges((badges) => badges[module] ?? none);
export const useMentions = (): number =>
  useBadges((badges) => Object.values(badges).reduce((sum, badge) => sum + badge.mentions, 0));
