import { describe, expect, test } from 'vitest';
import { PanelQuestion } from '#shared/contract/panels.ts';
import { bodyOf, checkAnswers, firstLine, quotation, subjectOf } from './form.ts';

const form = {
  label: 'Hardware',
  questions: [
    PanelQuestion.parse({ label: 'Which *device*?', kind: 'line' }),
    PanelQuestion.parse({ label: 'What happens?', kind: 'text', required: false }),
    PanelQuestion.parse({ label: 'Since', kind: 'choice', choices: ['today', 'longer'] }),
  ],
};

describe('a form', () => {
  test('takes what fits and says what does not', () => {
    expect(checkAnswers(form, [' Printer 4 ', '', 'today'])).toEqual(['Printer 4', '', 'today']);
    const wrong = (answers: string[]) => {
      try {
        checkAnswers(form, answers);
      } catch (error) {
        return error;
      }
    };
    expect(wrong(['two\nlines', 'a\nb', 'never'])).toMatchObject({
      code: 'invalid',
      details: { fields: [{ path: 'answers.0' }, { path: 'answers.2' }] },
    });
    expect(wrong([])).toMatchObject({ details: { fields: [{ path: 'answers.0' }, { path: 'answers.2' }] } });
  });

  test('becomes a subject and a body in which the form’s words are no Markdown', () => {
    const answers = ['Printer 4', '', 'today'];
    expect(subjectOf(form, answers)).toBe('Hardware: Printer 4');
    expect(bodyOf(form, answers)).toBe('**Which \\*device\\*?**\n\nPrinter 4\n\n**Since**\n\ntoday');
    expect(subjectOf({ label: 'Call me', questions: [] }, [])).toBe('Call me');
    expect(bodyOf({ label: 'Call me', questions: [] }, [])).toBe('Call me');
    expect(subjectOf(form, ['x'.repeat(400)])).toHaveLength(200);
  });
});

test('a message is quoted line by line and named after its first words', () => {
  expect(quotation('It burns.\n\nHelp!', 'https://hub/chat/1?at=2')).toBe(
    '> It burns.\n>\n> Help!\n\nhttps://hub/chat/1?at=2',
  );
  expect(firstLine('\n---\n## **It** burns\nmore')).toBe('It burns');
});
