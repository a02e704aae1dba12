import type { Ticket } from '#shared/contract/tickets.ts';
import type { Conversation } from './conversation.core.ts';
import { fill, h, setText } from './dom.ts';
import { sentenceOf } from './form.ts';
import { icon } from './icons.ts';
import type { Texts } from './texts.ts';

const stars = [1, 2, 3, 4, 5];

/** At the end: is it solved, and how was it? Shown for as long as that is the question. */
export function endCard(texts: Texts, conversation: Conversation) {
  const { t } = texts;
  const problem = h('p', { class: 'problem', role: 'alert' });
  const element = h('div', { class: 'card', hidden: true });
  let shown = '';

  const attempt = (work: () => Promise<unknown>) => () => {
    setText(problem, '');
    work().catch((error: unknown) => setText(problem, sentenceOf(texts, error)));
  };
  const button = (name: string, words: string, work: () => Promise<unknown>) =>
    h('button', { class: name, type: 'button', onclick: attempt(work) }, words);

  const question = () => [
    h('p', {}, t('isSolved')),
    h(
      'div',
      { class: 'row' },
      button('second', t('yes'), () => conversation.confirm(true)),
      button('second', t('no'), () => conversation.confirm(false)),
    ),
    problem,
  ];

  function rating(): Node[] {
    const comment = h('input', {
      name: 'comment',
      maxlength: 2000,
      'aria-label': t('comment'),
      placeholder: t('comment'),
    });
    const chosen = () => Number(new FormData(form).get('stars') ?? 0);
    const choices = stars.map((count) =>
      h(
        'label',
        { class: 'star' },
        h('input', {
          type: 'radio',
          name: 'stars',
          value: count,
          'aria-label': t('stars', { count: String(count) }),
        }),
        icon('star'),
      ),
    );
    const form: HTMLFormElement = h(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault();
          if (chosen() > 0) attempt(() => conversation.rate(chosen(), comment.value.trim()))();
        },
      },
      h('div', { class: 'stars', role: 'radiogroup', 'aria-label': t('rate') }, ...choices),
      h('div', { class: 'link' }, comment, h('button', { class: 'second', type: 'submit' }, t('sendRating'))),
    );
    return [h('p', {}, t('rate')), form, problem];
  }

  const contents: Record<'solved' | 'closed' | 'rated' | '', () => Node[]> = {
    solved: question,
    closed: rating,
    rated: () => [h('p', { role: 'status' }, t('rated'))],
    '': () => [],
  };

  function stateOf({ status, rating: given }: Ticket): keyof typeof contents {
    if (status === 'solved') return 'solved';
    if (status !== 'closed') return '';
    return given ? 'rated' : 'closed';
  }

  function update(): void {
    const next = stateOf(conversation.ticket);
    element.hidden = next === '';
    if (next === shown) return;
    shown = next;
    fill(element, contents[next]());
  }
  return { element, update };
}
