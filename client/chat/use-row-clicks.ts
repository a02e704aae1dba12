import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { copyText } from '../app/clipboard.ts';
import type { RowWords } from './row-words.ts';

/** One listener for what the rows' text holds: copy buttons, people, links within the hub. */
export function useRowClicks({ t, opensPeople }: RowWords) {
  const navigate = useNavigate();
  return (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const button = event.target.closest<HTMLElement>('[data-copy]');
    const person = event.target.closest<HTMLElement>('[data-person]')?.dataset['person'];
    const link = event.target.closest('a');
    if (button) void copyCode(button, t('chat:message.copied'), t('chat:message.copyCode'));
    else if (person !== undefined && opensPeople) void navigate({ to: '/people', search: { person } });
    else if (link && isHere(link)) void navigate({ href: link.pathname + link.search });
    else return;
    event.preventDefault();
  };
}

/** A page of this hub opens in place; files and pictures it serves do not. */
const isHere = (link: HTMLAnchorElement) =>
  link.origin === location.origin && /^\/(?:$|chat|meetings|m\/|people|spaces|settings)/.test(link.pathname);

async function copyCode(button: HTMLElement, copied: string, label: string) {
  const code = button.closest('[data-code]')?.querySelector('code')?.textContent ?? '';
  if (!(await copyText(code))) return;
  button.textContent = copied;
  setTimeout(() => {
    button.textContent = label;
  }, 2_000);
}
