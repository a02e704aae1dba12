import { describe, expect, it } from 'vitest';
import { anna, bruno } from '../chat/chat.fixtures.ts';
import { toHtml } from './markdown-html.ts';
import { isPlain } from './plain.ts';

const names = {
  nameOf: (id: string) => [anna, bruno].find((person) => person.id === id)?.displayName,
  me: anna.id,
  opensPeople: false,
  labels: { copy: 'Copy', code: 'Code', somebody: 'somebody', edited: '(edited)' },
};
const html = (body: string) => toHtml(body, names).trim();

describe('Markdown of messages', () => {
  it('writes mentions by name, marks the own one, and hides who is not visible', () => {
    expect(html(`ask <@${bruno.id}>`)).toBe(
      `<p>ask <span data-mention="other" data-person="${bruno.id}">@Bruno Costa</span></p>`,
    );
    expect(html(`<@${anna.id.toUpperCase()}>`)).toContain('data-mention="me"');
    expect(html('<@018f0000-0000-7000-8000-00000000dead>')).toContain('@somebody');
    expect(html(`\`<@${bruno.id}>\``)).toBe('<p><code>@Bruno Costa</code></p>');
    expect(toHtml(`<@${bruno.id}>`, { ...names, opensPeople: true })).toContain(
      `<a href="/people?person=${bruno.id}" data-mention="other"`,
    );
    expect(html('<@not-an-id>')).toBe('<p>&lt;@not-an-id&gt;</p>');
  });

  it('labels code blocks and offers a copy button', () => {
    const block = html('```ts\nconst a = "<b>";\n```');
    expect(block).toContain('<span>ts</span><button type="button" data-copy>Copy</button>');
    expect(block).toContain('<code>const a = &quot;&lt;b&gt;&quot;;</code>');
    expect(html('```\nx\n```')).toContain('<span>Code</span>');
    expect(html('```"><img>\nx\n```')).toContain('<span>Code</span>');
  });

  it('keeps line breaks, lists, quotes, tables and strikethrough', () => {
    expect(html('one\ntwo')).toBe('<p>one<br>\ntwo</p>');
    expect(html('- a\n- b')).toContain('<li>a</li>');
    expect(html('> said')).toContain('<blockquote>');
    expect(html('~~gone~~')).toBe('<p><s>gone</s></p>');
    expect(html('|a|b|\n|-|-:|\n|1|2|')).toContain('<td data-align="right">2</td>');
    expect(html('    indented')).toBe('<p>indented</p>');
  });

  it('links addresses, not file names, and nothing that runs', () => {
    expect(html('see https://example.org/a_b')).toContain('href="https://example.org/a_b"');
    expect(html('example.com')).toContain('href="http://example.com"');
    expect(html('edit main.rs and notes.md')).toBe('<p>edit main.rs and notes.md</p>');
    for (const link of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.example'])
      expect(html(`[x](${link})`)).not.toContain('href');
    expect(html('[room](/m/abc-defg-hij)')).toContain('href="/m/abc-defg-hij"');
  });

  it('shows pictures from elsewhere as links', () => {
    const picture = html('![a cat](https://example.org/cat.png)');
    expect(picture).not.toContain('<img');
    expect(picture).toContain('<a href="https://example.org/cat.png"');
  });

  it('lets no HTML through', () => {
    expect(html('<b onclick=alert(1)>hi</b>')).toBe('<p>&lt;b onclick=alert(1)&gt;hi&lt;/b&gt;</p>');
  });

  it('stays quick on hostile input of the greatest length', () => {
    for (const part of [
      '[',
      '![',
      '<',
      '*a_',
      '> ',
      '`',
      '- ',
      '~~',
      '[](',
      '|',
      '<@',
      '&',
      '***',
      '\\',
      '](',
    ]) {
      const started = performance.now();
      html(part.repeat(20_000 / part.length));
      expect({ part, quick: performance.now() - started < 1_500 }).toEqual({ part, quick: true });
    }
  });
});

describe('isPlain', () => {
  it('is sure only of text that Markdown would not change', () => {
    for (const text of [
      'Good morning!',
      'Yes, at 9:30 (CET) — see you',
      'one\n\ntwo',
      'ça va ? 😀',
      '50 % off',
      "it's",
    ]) {
      expect({ text, plain: isPlain(text) }).toEqual({ text, plain: true });
      const paragraphs = text.split(/\n{2,}/).map((part) => `<p>${part}</p>`);
      expect(html(text).replaceAll('\n', '')).toBe(paragraphs.join(''));
    }
    for (const text of [
      '*a*',
      'a_b',
      '1. one',
      '- item',
      'example.com',
      'me@example.org',
      'a\n---',
      '<@x>',
      '&amp;',
      '# title',
      'end  \nx',
    ])
      expect({ text, plain: isPlain(text) }).toEqual({ text, plain: false });
  });
});
