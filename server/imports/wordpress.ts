import { createXmlReader } from '#server/platform/xml-reader.ts';

/** Something that WordPress exports: of which type it is says whose it is. */
export type Post = {
  line: number;
  id: string;
  type: string;
  status: string;
  parent: string;
  title: string;
  content: string;
  /** The login of who wrote it. */
  author: string;
  /** In UTC, `2026-01-15 09:00:00`. */
  at: string;
  meta: Map<string, string>;
  /** Of taxonomies, by their names. */
  terms: Map<string, string[]>;
};
export type Author = { id: string; login: string; email: string; name: string };

const leaves: Record<
  string,
  keyof Post & ('id' | 'type' | 'status' | 'parent' | 'title' | 'content' | 'author' | 'at')
> = {
  'wp:post_id': 'id',
  'wp:post_type': 'type',
  'wp:status': 'status',
  'wp:post_parent': 'parent',
  title: 'title',
  'content:encoded': 'content',
  'dc:creator': 'author',
  'wp:post_date_gmt': 'at',
};
const authorLeaves: Record<string, keyof Author> = {
  'wp:author_id': 'id',
  'wp:author_login': 'login',
  'wp:author_email': 'email',
  'wp:author_display_name': 'name',
};

/** Reads "WordPress eXtended RSS" 1.0 to 1.2: its authors, then its posts. */
export function createWordPressReader() {
  const xml = createXmlReader();
  const authors: Author[] = [];
  let author: Author | undefined;
  let post: Post | undefined;
  let text = '';
  let attributes: Record<string, string> = {};
  let metaKey = '';

  function closeInPost(name: string, found: Post): void {
    const leaf = leaves[name];
    if (leaf) found[leaf] = text.trim();
    else if (name === 'wp:meta_key') metaKey = text.trim();
    else if (name === 'wp:meta_value') found.meta.set(metaKey, text.trim());
    else if (name === 'category') {
      const { domain = '' } = attributes;
      found.terms.set(domain, [...(found.terms.get(domain) ?? []), text.trim()]);
    }
  }

  function closeInAuthor(name: string, found: Author): void {
    const leaf = authorLeaves[name];
    if (leaf) found[leaf] = text.trim();
  }

  return {
    authors,
    isWhole: xml.isWhole,
    *read(piece: string): Generator<Post> {
      for (const part of xml.read(piece)) {
        if (part.kind === 'text') {
          text += part.text;
          continue;
        }
        if (part.kind === 'open') {
          ({ attributes } = part);
          text = '';
          if (part.name === 'item') post = emptyPost(part.line);
          if (part.name === 'wp:author' && !post) author = { id: '', login: '', email: '', name: '' };
          continue;
        }
        if (post && part.name === 'item') {
          yield post;
          post = undefined;
        } else if (author && part.name === 'wp:author') {
          authors.push(author);
          author = undefined;
        } else if (post) closeInPost(part.name, post);
        else if (author) closeInAuthor(part.name, author);
        text = '';
      }
    },
  };
}

const emptyPost = (line: number): Post => ({
  line,
  id: '',
  type: '',
  status: '',
  parent: '',
  title: '',
  content: '',
  author: '',
  at: '',
  meta: new Map(),
  terms: new Map(),
});
