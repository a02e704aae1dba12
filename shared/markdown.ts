import MarkdownIt, { type Env } from 'markdown-it';

/** Where a link may lead: the web, mail, phone, or a page of this hub. */
export const allowedLink = /^(?:https?:\/\/|mailto:|tel:|\/(?![/\\]))/i;
const mentionStart = /<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>/iy;
const mentions = new RegExp(mentionStart.source, 'gi');
/** Words with a dot are links for these endings only: `main.rs` and `notes.md` are files. */
const endings = 'com org net eu io dev app fr be ch ca de uk lu es it nl'.split(' ');

/**
 * The Markdown of messages and tickets: no HTML, only links of the web, pictures as links, `<@id>` as tokens of the type
 * `mention`. `nameOf` says who that is; in code it stands as text.
 */
export function createMarkdown(nameOf: (id: string, env: Env | undefined) => string) {
  const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
  const { escapeHtml } = markdown.utils;
  markdown.linkify.set({ fuzzyLink: true }).tlds(endings);
  // Pasted text is indented more often than code is meant.
  markdown.disable('code');
  markdown.validateLink = (url) => allowedLink.test(url.trim());

  markdown.inline.ruler.before('autolink', 'mention', (state, silent) => {
    mentionStart.lastIndex = state.pos;
    const match = mentionStart.exec(state.src);
    if (match === null) return false;
    if (!silent) state.push('mention', '', 0).content = match[1]?.toLowerCase() ?? '';
    state.pos += match[0].length;
    return true;
  });

  const inCode = (text: string, env: Env | undefined) =>
    escapeHtml(text.replace(mentions, (_, id: string) => nameOf(id.toLowerCase(), env)));
  const { rules } = markdown.renderer;

  rules['mention'] = (tokens, index, _options, env) => escapeHtml(nameOf(tokens[index]?.content ?? '', env));

  rules['code_inline'] = (tokens, index, _options, env) =>
    `<code>${inCode(tokens[index]?.content ?? '', env)}</code>`;

  rules['fence'] = (tokens, index, _options, env) =>
    `<pre><code>${inCode((tokens[index]?.content ?? '').replace(/\n$/, ''), env)}</code></pre>`;

  // Pictures from elsewhere would tell their server who reads this: they are links.
  rules['image'] = (tokens, index) => {
    const token = tokens[index];
    const address = String(token?.attrGet('src') ?? '');
    const words = token?.content || address;
    return `<a href="${escapeHtml(address)}" title="${escapeHtml(address)}">${escapeHtml(words)}</a>`;
  };

  return { markdown, rules, escapeHtml, inCode };
}
