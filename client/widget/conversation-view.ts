import { composer } from './composer.ts';
import type { Conversation } from './conversation.core.ts';
import type { TicketAttachment } from '#shared/contract/tickets.ts';
import { fill, h, setText } from './dom.ts';
import { endCard } from './end-card.ts';
import { sentenceOf } from './form.ts';
import { entryElement, messageElement } from './message.ts';
import type { Texts } from './texts.ts';
import type { Visit } from './visit.core.ts';

type Options = { texts: Texts; visit: Visit; conversation: Conversation; onJoin(): void };
type Unsent = ReturnType<Visit['outbox']['getState']>[number];

/** What was said, what is on its way, and the next words. */
export function conversationView({ texts, visit, conversation, onJoin }: Options) {
  const { t } = texts;
  const { ticket } = conversation;
  const log = h('div', { class: 'log', role: 'log', 'aria-label': ticket.subject });
  const scroll = h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': ticket.subject },
    log,
  );
  const elements = new Map<string, { element: HTMLElement | undefined; state: string }>();

  /** Made anew only when what it shows has changed, so that a screen reader hears each line once. */
  function keep(id: string, state: string, make: () => HTMLElement | undefined): HTMLElement | undefined {
    const known = elements.get(id);
    if (known?.state === state) return known.element;
    const element = make();
    elements.set(id, { element, state });
    return element;
  }

  function unsent(entry: Unsent): HTMLElement {
    const { clientId, body, state } = entry;
    const again = h('button', { type: 'button', onclick: () => visit.retry(clientId) }, t('retry'));
    const failed = h('span', { role: 'alert' }, h('span', { class: 'problem' }, t('failed')), ' ', again);
    const waiting = visit.state === 'online' ? t('sending') : t('waiting');
    const meta = state === 'failed' ? failed : waiting;
    return messageElement({ isMine: true, label: t('you'), body, meta });
  }

  function update(): void {
    const wasAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
    const said = conversation.entries.map((entry) => {
      const { authorId } = entry;
      const name = authorId ? conversation.nameOf(authorId) : undefined;
      const author = { isMe: authorId === ticket.requesterId, name };
      return keep(entry.id, `said ${name}`, () => entryElement(texts, entry, author, { onJoin, onFile }));
    });
    const onItsWay = visit.outbox
      .getState()
      .filter(({ ticketId }) => ticketId === ticket.id)
      .map((entry) => keep(entry.clientId, `${entry.state} ${visit.state}`, () => unsent(entry)));
    fill(
      log,
      [...said, ...onItsWay].filter((element) => element !== undefined),
    );
    const { answering } = conversation;
    setText(typist, answering === undefined ? '' : t('answering', { name: answering }));
    end.update();
    if (wasAtEnd) scroll.scrollTop = scroll.scrollHeight;
  }

  const typist = h('p', { class: 'progress', role: 'status' });
  const end = endCard(texts, conversation);
  const progress = h('p', { class: 'progress', role: 'status' });

  async function sendFiles(files: File[]): Promise<void> {
    let name = '';
    try {
      await visit.sendFiles(ticket.id, files, (file) => {
        name = file.name;
        setText(progress, t('uploading', { name }));
      });
      setText(progress, '');
    } catch (error) {
      setText(progress, sentenceOf(texts, error, name));
    }
  }

  function onFile(file: TicketAttachment): void {
    visit.download(ticket.id, file).catch((error: unknown) => setText(progress, sentenceOf(texts, error)));
  }

  const words = composer({
    texts,
    onSend: (body) => {
      visit.say(ticket.id, body);
      scroll.scrollTop = scroll.scrollHeight;
    },
    onFiles: (files) => void sendFiles(files),
  });
  const element = h('div', { class: 'view' }, scroll, typist, end.element, progress, words.element);
  update();
  return {
    element,
    update,
    focus: () => {
      scroll.scrollTop = scroll.scrollHeight;
      words.focus();
    },
  };
}
