import type { TicketAttachment, TicketEntry } from '#shared/contract/tickets.ts';
import { h } from './dom.ts';
import { icon } from './icons.ts';
import { richText } from './rich-text.ts';
import type { Texts } from './texts.ts';

/** A line of the conversation; undefined for what says nothing to its visitor. */
export function entryElement(
  { t, when }: Texts,
  entry: TicketEntry,
  author: { isMe: boolean; name: string | undefined },
  { onJoin, onFile }: { onJoin(): void; onFile(file: TicketAttachment): void },
): HTMLElement | undefined {
  if (entry.kind === 'reply') {
    const meta = author.isMe ? when(entry.at) : `${author.name ?? t('team')} · ${when(entry.at)}`;
    return messageElement({
      isMine: author.isMe,
      label: author.isMe ? t('you') : undefined,
      body: entry.body,
      files: entry.attachments.map((file) => fileButton(t('openFile', { name: file.name }), file, onFile)),
      meta,
    });
  }
  if (entry.kind === 'call') {
    const words = author.isMe ? t('callMine') : t('callStarted', { name: author.name ?? t('team') });
    const join = h('button', { class: 'second', type: 'button', onclick: onJoin }, t('join'));
    return h('div', { class: 'system' }, h('p', {}, `${words} ${when(entry.at)}`), join);
  }
  if (entry.kind === 'notice') return h('p', { class: 'system' }, entry.body);
  const status = entry.kind === 'change' ? entry.after['status'] : undefined;
  const told = toldStatuses.find((each) => each === status);
  return told && h('p', { class: 'system' }, `${t(`became.${told}`)} ${when(entry.at)}`);
}

const toldStatuses = ['solved', 'closed', 'open'] as const;

type Message = {
  isMine: boolean;
  label: string | undefined;
  body: string;
  files?: Node[];
  meta: string | Node;
};

export const messageElement = ({ isMine, label, body, files = [], meta }: Message): HTMLElement =>
  h(
    'div',
    { class: 'message', 'data-mine': isMine },
    body !== '' && h('div', { class: 'bubble', role: 'group', 'aria-label': label }, ...richText(body)),
    ...files,
    h('div', { class: 'meta' }, meta),
  );

const fileButton = (label: string, file: TicketAttachment, onFile: (file: TicketAttachment) => void) =>
  h(
    'button',
    { class: 'second file', type: 'button', 'aria-label': label, onclick: () => onFile(file) },
    icon('file'),
    h('span', {}, file.name),
  );
