import MarkdownIt, { type Env, type Token } from 'markdown-it';
import type { MarkdownNames } from './plain.ts';

/** Where a link may lead: the web, mail, phone, or a page of this hub. */
export const allowedLink = /^(?:https?:\/\/|mailto:|tel:|\/(?![/\\]))/i;
const mentionStart = /<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>/iy;
const mentions = new RegExp(mentionStart.source, 'gi');
/** Words with a dot are links for these endings only: `main.rs` and `notes.md` are files. */
const endings = 'com org net eu io dev app fr be ch ca de uk lu es it nl'.split(' ');

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
markdown.linkify.set({ fuzzyLink: true }).tlds(endings);
// Pasted text is indented more often than code is meant.
markdown.disable('code');
markdown.validateLink = (url) => allowedLink.test(url.trim());
const { escapeHtml } = markdown.utils;

/** Untrusted still: whoever puts it into a page cleans it first (`markdown.ts`). */
export const toHtml = (body: string, names: MarkdownNames): string => markdown.render(body, { names });

const namesIn = (env: Env | undefined) => env?.['names'] as MarkdownNames;
const nameIn = (env: Env | undefined, id: string) => {
  const { nameOf, labels } = namesIn(env);
  return `@${nameOf(id.toLowerCase()) ?? labels.somebody}`;
};
const inCode = (text: string, env: Env | undefined) =>
  escapeHtml(text.replace(mentions, (_, id: string) => nameIn(env, id)));

markdown.inline.ruler.before('autolink', 'mention', (state, silent) => {
  mentionStart.lastIndex = state.pos;
  const match = mentionStart.exec(state.src);
  if (match === null) return false;
  if (!silent) state.push('mention', '', 0).content = match[1] ?? '';
  state.pos += match[0].length;
  return true;
});

const { rules } = markdown.renderer;
const content = (tokens: Token[], index: number) => tokens[index]?.content ?? '';

rules['mention'] = (tokens, index, _options, env) => {
  const id = content(tokens, index).toLowerCase();
  const { me, opensPeople } = namesIn(env);
  const attributes = `data-mention="${id === me ? 'me' : 'other'}" data-person="${escapeHtml(id)}"`;
  const name = escapeHtml(nameIn(env, id));
  return opensPeople
    ? `<a href="/people?person=${escapeHtml(id)}" ${attributes}>${name}</a>`
    : `<span ${attributes}>${name}</span>`;
};

rules['code_inline'] = (tokens, index, _options, env) =>
  `<code>${inCode(content(tokens, index), env)}</code>`;

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

// Pictures from elsewhere would tell their server who reads this: they are links.
rules['image'] = (tokens, index) => {
  const token = tokens[index];
  const address = String(token?.attrGet('src') ?? '');
  const words = token?.content || address;
  return `<a href="${escapeHtml(address)}" title="${escapeHtml(address)}">${escapeHtml(words)}</a>`;
};

rules['table_open'] = () => '<div data-table tabindex="0"><table>';
rules['table_close'] = () => '</table></div>';
for (const cell of ['th_open', 'td_open'])
  rules[cell] = (tokens, index) => {
    const align = /text-align:(left|center|right)/.exec(String(tokens[index]?.attrGet('style')))?.[1];
    const tag = cell.slice(0, 2);
    return align === undefined ? `<${tag}>` : `<${tag} data-align="${align}">`;
  };
