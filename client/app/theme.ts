import { createTheme, type MantineColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e9f6f7',
  '#cfe9ec',
  '#a0d3d9',
  '#6dbac4',
  '#43a2ae',
  '#248a97',
  '#147682',
  '#0d636e',
  '#094d56',
  '#04363d',
];
const red: MantineColorsTuple = [
  '#fdecec',
  '#fad4d4',
  '#f3abab',
  '#ec8080',
  '#e15c5c',
  '#d34343',
  '#c22b2b',
  '#a82424',
  '#861c1c',
  '#5e1414',
];
/** Neutrals with a breath of the accent's hue. */
const gray: MantineColorsTuple = [
  '#f8f9f9',
  '#f1f3f3',
  '#e5e9e9',
  '#d5dadb',
  '#bcc3c5',
  '#939da0',
  '#667175',
  '#4b5558',
  '#333b3e',
  '#1c2224',
];
const dark: MantineColorsTuple = [
  '#d9dfe1',
  '#b4bdc0',
  '#8f999d',
  '#5d676b',
  '#3d464a',
  '#2e3639',
  '#232a2d',
  '#1a2023',
  '#14191b',
  '#0e1214',
];

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 6 },
  colors: { petrol, red, gray, dark },
  white: '#ffffff',
  black: '#1c2224',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, 'JetBrains Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.5' },
      h3: { fontSize: '0.875rem', lineHeight: '1.5' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: {
      defaultProps: { openDelay: 400, withArrow: false, events: { hover: true, focus: true, touch: false } },
    },
    Menu: {
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        transitionProps: { duration: 120 },
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        transitionProps: { duration: 150, transition: 'pop' },
        overlayProps: { backgroundOpacity: 0.45 },
      },
    },
  },
});

export type Scheme = 'light' | 'dark' | 'auto';
const key = 'entente.scheme';
const isScheme = (value: unknown): value is Scheme =>
  value === 'light' || value === 'dark' || value === 'auto';

let apply: ((scheme: Scheme) => void) | undefined;
const otherTab = ({ key: changed, newValue }: StorageEvent) => {
  if (changed === key && isScheme(newValue)) apply?.(newValue);
};

/** Remembers the choice where public/theme.js finds it before the first paint; follows the other tabs. */
export const schemeManager: MantineColorSchemeManager = {
  get: (fallback) => {
    try {
      const stored = localStorage.getItem(key);
      return isScheme(stored) ? stored : fallback;
    } catch {
      return fallback;
    }
  },
  set: (value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Only the memory is lost.
    }
  },
  subscribe: (onUpdate) => {
    apply = onUpdate;
    window.addEventListener('storage', otherTab);
  },
  unsubscribe: () => {
    apply = undefined;
    window.removeEventListener('storage', otherTab);
  },
  clear: () => localStorage.removeItem(key),
};

/** From anywhere; components use `useScheme`. */
export function setScheme(scheme: Scheme): void {
  apply?.(scheme);
}
