import { describe, expect, test } from 'vitest';
import { oneLine, plainText } from './plain-text.ts';

describe('plain text of HTML', () => {
  test('keeps words, lines and lists', () => {
    const html =
      '<p>Bonjour,</p><p>L&rsquo;imprimante&nbsp;br&ucirc;le :</p><ul><li>deux</li><li>fois</li></ul>';
    expect(plainText(html, 500)).toBe('Bonjour,\n\nL’imprimante brûle :\n\n- deux\n- fois');
  });

  test('drops scripts, styles and pictures, closed or not', () => {
    expect(plainText('a<script>alert(1)</script>b<img src="http://spy/x.gif" onerror=x>c', 500)).toBe('abc');
    expect(plainText('a<style>p{}</style><script>never closed', 500)).toBe('a');
    expect(plainText('a<!-- hidden -->b<img src="http://spy', 500)).toBe('ab');
  });

  test('leaves what only looks like a tag, and shows decoded tags as text', () => {
    expect(plainText('1 < 2 and 3 > 2', 500)).toBe('1 < 2 and 3 > 2');
    expect(plainText('&lt;b&gt;&#x41;&#66;&#0;&#xd800;&unknown;', 500)).toBe('<b>AB&unknown;');
  });

  test('is bounded, also in time', () => {
    const started = performance.now();
    expect(plainText('<'.repeat(1_000_000), 1_000).length).toBeLessThanOrEqual(1_000);
    expect(plainText('<script '.repeat(200_000), 1_000).length).toBeLessThanOrEqual(1_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test('a line is one line', () => {
  expect(oneLine(' a\r\n b\u0000 c ', 80)).toBe('a b c');
  expect(oneLine('x'.repeat(300), 200)).toHaveLength(200);
  expect(oneLine(' \n ', 80)).toBeUndefined();
  expect(oneLine(null, 80)).toBeUndefined();
});
