import { expect, test } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { maxMentions, mentionedIn } from './mentions.ts';

const [ada, bo] = [newId<PersonId>(), newId<PersonId>()];

test.each([
  ['plain', `hello <@${ada}>!`, [ada]],
  ['two, one twice', `<@${bo}> and <@${ada}> and <@${bo}>`, [bo, ada]],
  ['upper case is the same person', `<@${ada.toUpperCase()}>`, [ada]],
  ['after other text with an angle', `a < b <@${ada}>`, [ada]],
  ['in a quote and a list', `> <@${ada}>\n\n- one\n  - <@${bo}>`, [ada, bo]],
  ['next to code', `\`x\` <@${ada}> \`y\``, [ada]],
  ['an unclosed backtick is no code', `\`<@${ada}>`, [ada]],
  ['a line that continues a paragraph is no code', `text\n    <@${ada}>`, [ada]],
])('%s', (_, body, people) => {
  expect(mentionedIn(body)).toEqual(people);
});

test.each([
  ['nothing', 'hello'],
  ['a code span', `\`<@${ada}>\``],
  ['a code span of two backticks', `\`\` \`<@${ada}> \`\``],
  ['a fenced block', `\`\`\`ts\n<@${ada}>\n\`\`\``],
  ['a fenced block that never ends', `~~~\n<@${ada}>`],
  ['an indented block', `text\n\n    <@${ada}>`],
  ['code in a list', `- one\n\n      <@${ada}>`],
  ['escaped', `\\<@${ada}>`],
  ['not an id', '<@everyone> <@> <@0192f0c1>'],
  ['unclosed', `<@${ada}`],
])('nobody: %s', (_, body) => {
  expect(mentionedIn(body)).toEqual([]);
});

test('stops at the limit', () => {
  const crowd = Array.from({ length: maxMentions + 10 }, () => newId<PersonId>());
  expect(mentionedIn(crowd.map((id) => `<@${id}>`).join(' '))).toEqual(crowd.slice(0, maxMentions));
});

test('a hostile body takes no time worth naming', () => {
  const hostile = [
    '`'.repeat(20_000),
    '<@'.repeat(10_000),
    '- '.repeat(10_000),
    '> '.repeat(10_000),
    '\\<@'.repeat(6_000),
  ];
  const started = performance.now();
  for (const body of hostile) mentionedIn(`${body}<@${ada}>`);
  expect(performance.now() - started).toBeLessThan(2_000);
});
