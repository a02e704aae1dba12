import { expect, test } from 'vitest';
import { questionsAsText, questionsFromText } from './panel-draft.ts';

test('questions are written as lines and read back as they were', () => {
  const text = '! Which device?\nWhat happens? …\n! Since when: today / this week / longer';
  const questions = questionsFromText(`${text}\n\n  \n`);
  expect(questions).toEqual([
    { label: 'Which device?', kind: 'line', required: true, choices: [] },
    { label: 'What happens?', kind: 'text', required: false, choices: [] },
    { label: 'Since when', kind: 'choice', required: true, choices: ['today', 'this week', 'longer'] },
  ]);
  expect(questionsAsText(questions)).toBe(text);
});
