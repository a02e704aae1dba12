import type { PanelCategory } from '#shared/contract/panels.ts';
import { AppError } from '#shared/contract/errors.ts';

type Form = Pick<PanelCategory, 'label' | 'questions'>;
const maxSubject = 200;

/** The answers by question, trimmed; `invalid` where they do not fit the form. */
export function checkAnswers({ questions }: Form, answers: readonly string[]): string[] {
  const given = questions.map((_, nth) => (answers[nth] ?? '').trim());
  const wrong = questions.flatMap(({ kind, required, choices }, nth) => {
    const answer = given[nth] ?? '';
    if (answer === '') return required ? [{ path: `answers.${nth}`, message: 'an answer' }] : [];
    const fits = kind === 'choice' ? choices.includes(answer) : kind === 'text' || !answer.includes('\n');
    return fits ? [] : [{ path: `answers.${nth}`, message: 'one of the choices, or a line' }];
  });
  if (wrong.length > 0)
    throw new AppError('invalid', 'Some questions of the form are not answered.', {
      details: { fields: wrong },
    });
  return given;
}

/** What the ticket is called: the button and the first answer's first line. */
export function subjectOf({ label }: Form, answers: readonly string[]): string {
  const first = answers
    .find((answer) => answer !== '')
    ?.split('\n')[0]
    ?.trim();
  const subject = first ? `${label}: ${first}` : label;
  // oxlint-disable-next-line eslint/no-control-regex
  return subject.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/gu, ' ').slice(0, maxSubject);
}

/** Questions and answers as Markdown; without any the button says it all. */
export function bodyOf({ label, questions }: Form, answers: readonly string[]): string {
  const answered = questions.flatMap((question, nth) =>
    answers[nth] ? [`**${escapeMarkdown(question.label)}**\n\n${answers[nth]}`] : [],
  );
  return answered.length > 0 ? answered.join('\n\n') : escapeMarkdown(label);
}

const escapeMarkdown = (text: string) => text.replaceAll(/[\\`*_[\]<>#|~]/g, '\\$&');

/** What somebody wrote, quoted, with a way back to it. */
export function quotation(body: string, link: string): string {
  const lines = body.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  return `${lines.join('\n')}\n\n${link}`;
}

/** The first line with words, without the marks of Markdown. */
export function firstLine(body: string): string {
  const line = body.split('\n').find((each) => /[\p{L}\p{N}]/u.test(each)) ?? body;
  return line
    .replaceAll(/<@[0-9a-f-]{36}>/gi, '')
    .replaceAll(/[`*_#>|~]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, maxSubject);
}
