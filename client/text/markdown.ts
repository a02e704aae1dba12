import DOMPurify from 'dompurify';
import { allowedLink } from '#shared/markdown.ts';
import { toHtml } from './markdown-html.ts';
import type { MarkdownNames } from './plain.ts';

const tags =
  'a blockquote br button code div em h1 h2 h3 h4 h5 h6 hr li ol p pre s span strong table tbody td th thead tr ul';
const words =
  'title type start tabindex data-mention data-person data-code data-code-head data-copy data-table data-align';

const purify = DOMPurify();
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A' || node.getAttribute('href')?.startsWith('/')) return;
  node.setAttribute('rel', 'noopener noreferrer nofollow');
  node.setAttribute('target', '_blank');
});

/** A message's Markdown as HTML that is safe to put into the page: a second lock behind markdown-it's own escaping. */
export function renderMarkdown(body: string, names: MarkdownNames): string {
  return purify.sanitize(toHtml(body, names), {
    ALLOWED_TAGS: tags.split(' '),
    ALLOWED_ATTR: ['href', ...words.split(' ')],
    // Only the address of a link has to be an address.
    ADD_URI_SAFE_ATTR: words.split(' '),
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: allowedLink,
  });
}
