import { h } from './dom.ts';

const marks = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])|\*\*([^*\n]+)\*\*|`([^`\n]+)`/g;

/** What people wrote, as text: with links, **strong words** and `code`, and nothing that a page could run. */
export function richText(text: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(marks)) {
    const [all, link, strong, code] = match;
    if (match.index > end) nodes.push(document.createTextNode(text.slice(end, match.index)));
    if (link) nodes.push(h('a', { href: link, target: '_blank', rel: 'noopener noreferrer nofollow' }, link));
    else if (strong) nodes.push(h('strong', {}, strong));
    else nodes.push(h('code', {}, code));
    end = match.index + all.length;
  }
  if (end < text.length) nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}
