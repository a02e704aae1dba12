import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { copyText } from '../app/clipboard.ts';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/hub.ts';

/** One listener for what rendered text holds: copy buttons, people, links within the hub. */
export function useTextClicks() {
  const { t } = useTranslation('chat');
  const opensPeople = useMe().kind === 'member';
  const navigate = useNavigate();
  return (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const button = event.target.closest<HTMLElement>('[data-copy]');
    const person = event.target.closest<HTMLElement>('[data-person]')?.dataset['person'];
    const link = event.target.closest('a');
    if (button) void copyCode(button, t('message.copied'), t('message.copyCode'));
    else if (person !== undefined && opensPeople) void navigate({ to: '/people', search: { person } });
    else if (link && isHere(link)) void navigate({ href: link.pathname + link.search });
    else return;
    event.preventDefault();
  };
}

/** A page of this hub opens in place; files and pictures it serves do not. */
const isHere = (link: HTMLAnchorElement) =>
  link.origin === location.origin &&
  /^\/(?:$|chat|meetings|m\/|people|spaces|tickets|settings)/.test(link.pathname);

async function copyCode(button: HTMLElement, copied: string, label: string) {
  const code = button.closest('[data-code]')?.querySelector('code')?.textContent ?? '';
  if (!(await copyText(code))) return;
  button.textContent = copied;
  setTimeout(() => {
    button.textContent = label;
  }, 2_000);
}
