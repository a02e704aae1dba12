export type KeyHelp = {
  /** A translated word of any namespace: `chat:keys.title`. */
  group: string;
  entries: { keys: string[]; label: string }[];
};

const groups: KeyHelp[] = [
  {
    group: 'common:keys.everywhere',
    entries: [
      { keys: ['Mod', 'K'], label: 'common:keys.switcher' },
      { keys: ['?'], label: 'common:keys.help' },
      { keys: ['Esc'], label: 'common:keys.escape' },
    ],
  },
  {
    group: 'common:keys.lists',
    entries: [
      { keys: ['J'], label: 'common:keys.next' },
      { keys: ['K'], label: 'common:keys.previous' },
      { keys: ['Enter'], label: 'common:keys.open' },
    ],
  },
];

/** A module adds its shortcuts to the page that `?` shows. Call it once, where the module is loaded. */
export function registerKeys(help: KeyHelp): void {
  groups.push(help);
}

export const keyHelp = (): readonly KeyHelp[] => groups;
export const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);
