export const callActions = [
  'microphone',
  'camera',
  'share',
  'hand',
  'layout',
  'people',
  'chat',
  'fullScreen',
  'help',
] as const;
export type CallAction = (typeof callActions)[number];
export type KeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
};
/** Where the keyboard's focus is: single keys belong to a field, and Space to whatever it would press. */
export type Focus = 'nothing' | 'control' | 'field';

const single: Readonly<Record<string, CallAction>> = {
  m: 'microphone',
  v: 'camera',
  s: 'share',
  h: 'hand',
  l: 'layout',
  p: 'people',
  c: 'chat',
  f: 'fullScreen',
  '?': 'help',
};
const withControl: Readonly<Record<string, CallAction>> = { d: 'microphone', e: 'camera' };

/** The keys of an action as the help shows them. */
export const keysOf: Readonly<Record<CallAction, readonly string[]>> = {
  microphone: ['M', 'Ctrl D'],
  camera: ['V', 'Ctrl E'],
  share: ['S'],
  hand: ['H'],
  layout: ['L'],
  people: ['P'],
  chat: ['C'],
  fullScreen: ['F'],
  help: ['?'],
};

export function actionOf(press: KeyPress, focus: Focus): CallAction | undefined {
  if (press.repeat || press.altKey) return undefined;
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return press.shiftKey ? undefined : withControl[key];
  return focus === 'field' ? undefined : single[key];
}

/** Space held down talks while muted, unless it would press a button or write a blank. */
export function isPushToTalk(press: KeyPress, focus: Focus): boolean {
  const plain = !press.ctrlKey && !press.metaKey && !press.altKey && !press.shiftKey;
  return press.key === ' ' && plain && focus === 'nothing';
}

export function focusOf(element: Element | null): Focus {
  if (!element || element === element.ownerDocument.body) return 'nothing';
  if (
    element.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]')
  ) {
    return 'field';
  }
  const controls =
    'button, a[href], summary, input, [role=button], [role=menuitem], [role=tab], [role=slider]';
  return element.closest(controls) ? 'control' : 'nothing';
}
