import type { TicketId } from '#shared/contract/ids.ts';
import { copyText } from '../app/clipboard.ts';
import type { Conversation } from './conversation.core.ts';
import { fill, h, setAttribute, setText } from './dom.ts';
import { sentenceOf } from './form.ts';
import { icon } from './icons.ts';
import type { Texts } from './texts.ts';
import type { Visit } from './visit.core.ts';

type Options = {
  texts: Texts;
  greeting: string;
  visit: Visit;
  unreadOf(conversation: Conversation): number;
  onOpen(id: TicketId): void;
  onStart(): void;
};

/** What was asked, and how it stands. */
export function homeView({ texts, greeting, visit, unreadOf, onOpen, onStart }: Options) {
  const { t, when } = texts;
  const items = new Map<TicketId, ReturnType<typeof item>>();
  const list = h('ul', { class: 'list', 'aria-label': t('conversations') });

  function item(id: TicketId) {
    const subject = h('span', { class: 'subject' });
    const state = h('span', { class: 'soft' });
    const count = h('span', { class: 'count' });
    const button = h(
      'button',
      { class: 'item', type: 'button', onclick: () => onOpen(id) },
      subject,
      state,
      count,
    );
    return { element: h('li', {}, button), subject, state, count };
  }

  function update(): void {
    const elements = visit.conversations.map((conversation) => {
      const { ticket } = conversation;
      const known = items.get(ticket.id) ?? item(ticket.id);
      items.set(ticket.id, known);
      const unread = unreadOf(conversation);
      setText(known.subject, ticket.subject);
      setText(known.state, `${t(`status.${ticket.status}`)} · ${when(ticket.updatedAt)}`);
      setText(known.count, t('unread', { count: String(unread) }));
      setAttribute(known.count, 'hidden', unread === 0);
      return known.element;
    });
    fill(list, elements);
  }

  const start = h('button', { class: 'main', type: 'button', onclick: onStart }, t('start'));
  const element = h(
    'div',
    { class: 'view' },
    h(
      'div',
      { class: 'scroll' },
      greeting !== '' && h('p', { class: 'greeting' }, greeting),
      h('h3', {}, t('conversations')),
      list,
      start,
      linkBox(texts, visit),
    ),
  );
  update();
  return { element, update, focus: () => start.focus() };
}

/** A link for another device, made when it is asked for: it makes the one before worthless. */
function linkBox(texts: Texts, visit: Visit): HTMLElement {
  const { t } = texts;
  const problem = h('p', { class: 'problem', role: 'alert' });
  const box = h('div', { class: 'foot' });
  const show = (url: string) => {
    const value = h('input', { readonly: true, value: url, 'aria-label': t('getLink') });
    const copy = h('button', { class: 'second', type: 'button' }, t('copy'));
    copy.addEventListener('click', () => {
      void copyText(url).then((done) => {
        if (done) setText(copy, t('copied'));
        else value.select();
      });
    });
    fill(box, [h('p', { class: 'soft' }, t('linkText')), h('div', { class: 'link' }, value, copy)]);
    copy.focus();
  };
  const ask = () => {
    visit.createLink().then(show, (error: unknown) => setText(problem, sentenceOf(texts, error)));
  };
  fill(box, [
    h('button', { class: 'quiet', type: 'button', onclick: ask }, icon('link'), t('getLink')),
    problem,
  ]);
  return box;
}
