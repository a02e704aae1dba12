import { describe, expect, it } from 'vitest';
import { beginWord, inCodeBlock, type Mark, quoteLines, type TextEdit, toggleMark } from './format.ts';

const apply = (text: string, { start, end, insert, select }: TextEdit) => {
  const result = text.slice(0, start) + insert + text.slice(end);
  return `${result.slice(0, select[0])}[${result.slice(...select)}]${result.slice(select[1])}`;
};
/** The selection stands in brackets, before and after. */
const toggle = (marked: string, mark: Mark) => {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const text = marked.replace('[', '').replace(']', '');
  return apply(text, toggleMark(text, start, end, mark));
};

describe('formatting in the composer', () => {
  it('wraps and unwraps the selection', () => {
    expect(toggle('a [word] b', 'bold')).toBe('a **[word]** b');
    expect(toggle('a **[word]** b', 'bold')).toBe('a [word] b');
    expect(toggle('a [word] b', 'italic')).toBe('a *[word]* b');
    expect(toggle('a **[word]** b', 'italic')).toBe('a ***[word]*** b');
    expect(toggle('a ***[word]*** b', 'italic')).toBe('a **[word]** b');
    expect(toggle('[]', 'code')).toBe('`[]`');
  });

  it('makes a block of several lines of code', () => {
    expect(toggle('see [one\ntwo] here', 'code')).toBe('see \n```\n[one\ntwo]\n```\n here');
  });

  it('quotes whole lines', () => {
    const text = 'first\nsecond\nthird';
    expect(apply(text, quoteLines(text, 8, 15))).toBe('first\n> second\n> th[]ird');
  });

  it('knows an open code block', () => {
    expect(inCodeBlock('```ts\nconst a')).toBe(true);
    expect(inCodeBlock('```ts\nconst a\n```\nso')).toBe(false);
    expect(inCodeBlock('a ``` b')).toBe(false);
  });
});

describe('a sign that begins a word', () => {
  it.each([
    ['', '@[]'],
    ['Hello ', 'Hello @[]'],
    ['Hello', 'Hello @[]'],
  ])('stands apart from the word before it: %j', (text, after) => {
    expect(apply(text, beginWord('@')(text, text.length, text.length))).toBe(after);
  });
});
