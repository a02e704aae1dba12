import type { Env, Token } from 'markdown-it';
import { createMarkdown } from '#shared/markdown.ts';
import type { MarkdownNames } from './plain.ts';

const namesIn = (env: Env | undefined) => env?.['names'] as MarkdownNames;
const nameIn = (id: string, env: Env | undefined) => {
  const { nameOf, labels } = namesIn(env);
  return `@${nameOf(id) ?? labels.somebody}`;
};
const { markdown, rules, escapeHtml, inCode } = createMarkdown(nameIn);
const content = (tokens: Token[], index: number) => tokens[index]?.content ?? '';

/** Untrusted still: whoever puts it into a page cleans it first (`markdown.ts`). */
export const toHtml = (body: string, names: MarkdownNames): string => markdown.render(body, { names });

rules['mention'] = (tokens, index, _options, env) => {
  const id = content(tokens, index);
  const { me, opensPeople } = namesIn(env);
  const attributes = `data-mention="${id === me ? 'me' : 'other'}" data-person="${escapeHtml(id)}"`;
  const name = escapeHtml(nameIn(id, env));
  return opensPeople
    ? `<a href="/people?person=${escapeHtml(id)}" ${attributes}>${name}</a>`
    : `<span ${attributes}>${name}</span>`;
};

rules['fence'] = (tokens, index, _options, env) => {
  const { labels } = namesIn(env);
  const language = /^[\w+#.-]{1,24}/.exec(tokens[index]?.info.trim() ?? '')?.[0] ?? '';
  const code = inCode(content(tokens, index).replace(/\n$/, ''), env);
  return (
    `<div data-code><div data-code-head><span>${escapeHtml(language || labels.code)}</span>` +
    `<button type="button" data-copy>${escapeHtml(labels.copy)}</button></div>` +
    // Scrolls sideways, so the keyboard must reach it.
    `<pre tabindex="0"><code>${code}</code></pre></div>`
  );
};

rules['table_open'] = () => '<div data-table tabindex="0"><table>';
rules['table_close'] = () => '</table></div>';
for (const cell of ['th_open', 'td_open'])
  rules[cell] = (tokens, index) => {
    const align = /text-align:(left|center|right)/.exec(String(tokens[index]?.attrGet('style')))?.[1];
    const tag = cell.slice(0, 2);
    return align === undefined ? `<${tag}>` : `<${tag} data-align="${align}">`;
  };
