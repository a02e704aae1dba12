type Item = {
  id: number;
  type?: string;
  parent?: number;
  status?: string;
  title?: string;
  by: string;
  at: string;
  body?: string;
  meta?: Record<string, string>;
  terms?: Record<string, string>;
};

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const people = [
  [1, 'ben', 'ben@example.org', 'Ben'],
  [7, 'cleo', 'cleo@example.org', 'Cleo of the shop'],
  [9, 'zoe', 'zoe@birch.example', 'Zoé Roux'],
] as const;

/** What WordPress 6 writes for "Tools, Export, All content" on a site with Awesome Support. */
export const awesomeSupportFile = (items: readonly Item[]): string => `<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>Acorn &amp; Birch</title>
  <wp:wxr_version>1.2</wp:wxr_version>
${people
  .map(
    ([id, login, email, name]) =>
      `  <wp:author><wp:author_id>${id}</wp:author_id><wp:author_login>${cdata(login)}</wp:author_login>` +
      `<wp:author_email>${cdata(email)}</wp:author_email><wp:author_display_name>${cdata(name)}</wp:author_display_name></wp:author>`,
  )
  .join('\n')}
${items.map(item).join('\n')}
</channel>
</rss>
`;

function item({
  id,
  type = 'ticket',
  parent = 0,
  status = 'queued',
  title = '',
  by,
  at,
  body = '',
  meta,
  terms,
}: Item) {
  const metas = Object.entries(meta ?? {}).map(
    ([key, value]) =>
      `<wp:postmeta><wp:meta_key>${cdata(key)}</wp:meta_key><wp:meta_value>${cdata(value)}</wp:meta_value></wp:postmeta>`,
  );
  const categories = Object.entries(terms ?? {}).map(
    ([domain, name]) => `<category domain="${domain}" nicename="x">${cdata(name)}</category>`,
  );
  return `<item>
  <title>${cdata(title)}</title>
  <dc:creator>${cdata(by)}</dc:creator>
  <content:encoded>${cdata(body)}</content:encoded>
  <wp:post_id>${id}</wp:post_id>
  <wp:post_date_gmt>${cdata(at)}</wp:post_date_gmt>
  <wp:status>${cdata(status)}</wp:status>
  <wp:post_parent>${parent}</wp:post_parent>
  <wp:post_type>${cdata(type)}</wp:post_type>
  ${[...categories, ...metas].join('\n  ')}
</item>`;
}
