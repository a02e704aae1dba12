import { h } from './dom.ts';
import { icon } from './icons.ts';
import type { Texts } from './texts.ts';

type Options = { texts: Texts; onSend(body: string): void; onFiles(files: File[]): void };

/** Enter sends, Shift+Enter is a new line; not while an input method composes a word. */
export function composer({ texts: { t }, onSend, onFiles }: Options) {
  const input = h('textarea', {
    rows: 1,
    maxlength: 10_000,
    'aria-label': t('message'),
    placeholder: t('message'),
  });
  const send = () => {
    const body = input.value.trim();
    if (body === '') return;
    input.value = '';
    onSend(body);
  };
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const files = h('input', { type: 'file', multiple: true, hidden: true });
  files.addEventListener('change', () => {
    const chosen = [...(files.files ?? [])];
    files.value = '';
    if (chosen.length > 0) onFiles(chosen);
  });
  const attach = h(
    'button',
    { class: 'tool', type: 'button', 'aria-label': t('attach'), onclick: () => files.click() },
    icon('attach'),
  );
  const button = h('button', { class: 'tool send', type: 'submit', 'aria-label': t('send') }, icon('send'));
  const element = h(
    'form',
    {
      class: 'composer',
      onsubmit: (event) => {
        event.preventDefault();
        send();
        input.focus();
      },
    },
    attach,
    files,
    input,
    button,
  );
  return { element, focus: () => input.focus() };
}
