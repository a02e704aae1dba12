import type { WidgetFace } from '#shared/contract/widget.ts';
import { h, setText } from './dom.ts';
import { type Field, fieldBox, sentenceOf } from './form.ts';
import type { Texts } from './texts.ts';
import type { Introduction } from './visit.core.ts';

type Options = {
  texts: Texts;
  face: WidgetFace;
  /** Asks who they are: false for a visitor who is known already. */
  isStranger: boolean;
  /** What was begun before a reload. */
  draft: { read(): string; write(body: string): void };
  submit(introduction: Introduction | undefined, body: string): Promise<void>;
};

/** Chat and form in one: who are you, and what is it about. */
export function startView({ texts, face, isStranger, draft, submit }: Options) {
  const { t, locale } = texts;
  const line = (name: string, attributes: Record<string, string> = {}) =>
    h('input', { name, maxlength: 200, ...attributes });
  const required = (sentence: string) => (value: string) => (value === '' ? sentence : undefined);

  const name = line('name', { autocomplete: 'name', maxlength: '80' });
  const email = line('email', { type: 'email', autocomplete: 'email', maxlength: '254' });
  const message = h('textarea', { name: 'message', maxlength: 10_000, rows: 4 });
  message.value = draft.read();
  message.addEventListener('input', () => draft.write(message.value));

  const asked = face.fields.map((field) => ({ ...field, input: line(field.name) }));
  const about: Field[] = [
    { label: t('name'), input: name, judge: required(t('nameMissing')) },
    {
      label: t(face.emailRequired ? 'email' : 'emailOptional'),
      input: email,
      judge: (value) =>
        (value === '' ? face.emailRequired : !email.validity.valid) ? t('emailMissing') : undefined,
    },
    ...asked.map((field): Field => {
      const label = field.label[locale];
      return {
        label: field.required ? label : t('optional', { label }),
        input: field.input,
        judge: field.required ? required(t('answerMissing')) : () => undefined,
      };
    }),
  ];
  const fields: Field[] = [
    ...(isStranger ? about : []),
    { label: t('message'), input: message, judge: required(t('messageMissing')) },
  ];
  const boxes = fields.map((field) => ({ ...field, ...fieldBox(field) }));
  const problem = h('p', { class: 'problem', role: 'alert' });
  const button = h('button', { class: 'main', type: 'submit' }, t('send'));

  function introduction(): Introduction | undefined {
    if (!isStranger) return undefined;
    const answers = Object.fromEntries(asked.map((field) => [field.name, field.input.value.trim()]));
    return { displayName: name.value.trim(), email: email.value.trim() || null, answers };
  }

  function isComplete(): boolean {
    const wrong = boxes.filter(({ complain, judge, input }) => {
      const sentence = judge(input.value.trim());
      complain(sentence);
      return sentence !== undefined;
    });
    wrong[0]?.input.focus();
    return wrong.length === 0;
  }

  async function send(): Promise<void> {
    if (button.disabled || !isComplete()) return;
    setText(problem, '');
    button.disabled = true;
    setText(button, t('sending'));
    try {
      await submit(introduction(), message.value.trim());
      draft.write('');
    } catch (error) {
      setText(problem, sentenceOf(texts, error));
    } finally {
      button.disabled = false;
      setText(button, t('send'));
    }
  }

  const form = h(
    'form',
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        void send();
      },
    },
    ...boxes.map(({ element }) => element),
    problem,
    button,
  );
  const greeting = face.greeting[locale].trim();
  const element = h(
    'div',
    { class: 'view' },
    h('div', { class: 'scroll' }, greeting !== '' && h('p', { class: 'greeting' }, greeting), form),
  );
  return {
    element,
    update: () => {},
    focus: () => boxes.find(({ input }) => input.value === '')?.input.focus(),
  };
}
