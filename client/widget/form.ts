import { AppError } from '#shared/contract/errors.ts';
import { h, setAttribute, setText } from './dom.ts';
import type { Texts } from './texts.ts';

export type Field = {
  label: string;
  input: HTMLInputElement | HTMLTextAreaElement;
  /** Answers a sentence, or undefined when the value is right. */
  judge(value: string): string | undefined;
};

/** A labelled field whose complaint is read with it. */
export function fieldBox({ label, input }: Field): {
  element: HTMLElement;
  complain(sentence: string | undefined): void;
} {
  const problem = h('span', { class: 'problem', id: `${input.name}-problem`, hidden: true });
  input.addEventListener('input', () => complain(undefined));
  function complain(sentence: string | undefined): void {
    setText(problem, sentence ?? '');
    problem.hidden = sentence === undefined;
    setAttribute(input, 'aria-invalid', sentence === undefined ? undefined : 'true');
    setAttribute(input, 'aria-describedby', sentence === undefined ? undefined : problem.id);
  }
  return { element: h('label', { class: 'field' }, h('span', {}, label), input, problem), complain };
}

/** What went wrong, in the visitor's words; `file`: the one that was on its way. */
export function sentenceOf({ t }: Texts, error: unknown, file = ''): string {
  if (!(error instanceof AppError)) return t('errorElse');
  if (file !== '' && error.code === 'tooLarge') return t('fileTooLarge', { name: file });
  if (file !== '' && error.code === 'invalid') return t('fileRefused', { name: file });
  if (error.code === 'unavailable' || error.code === 'timeout') return t('errorUnreachable');
  if (error.code !== 'tooMany') return t('errorElse');
  return t('errorTooMany', {
    minutes: String(Math.max(1, Math.ceil((error.details.retryAfterMs ?? 0) / 60_000))),
  });
}
