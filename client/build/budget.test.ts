import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const dist = join(import.meta.dirname, '..', '..', 'dist', 'client');
const assets = join(dist, 'assets');
const kilobyte = 1024;

const read = (name: string) => readFileSync(join(assets, name), 'utf8');
const packed = (names: Iterable<string>) =>
  [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0) / kilobyte;
const linked = (page: string, kind: 'js' | 'css') =>
  [...page.matchAll(new RegExp(`/assets/([^"]+\\.${kind})"`, 'g'))].map(([, name = '']) => name);

/** A chunk and everything it imports statically. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, next = ''] of read(name).matchAll(/(?:import|from)\s*["']\.\/([^"']+\.js)["']/g))
    withImports(next, found);
  return found;
}

const chunk = (start: string) => {
  const found = readdirSync(assets).find((name) => name.startsWith(`${start}-`) && name.endsWith('.js'));
  if (found === undefined) throw new Error(`the build has no chunk ${start}`);
  return found;
};

// Needs the production build, which `npm test` makes first.
describe.skipIf(!existsSync(join(dist, 'index.html')))('the built client', () => {
  const page = existsSync(dist) ? readFileSync(join(dist, 'index.html'), 'utf8') : '';
  const first = () => linked(page, 'js').reduce((found, name) => withImports(name, found), new Set<string>());

  it('starts with at most 210 KB of code', () => {
    expect(packed(first())).toBeLessThan(210);
  });

  it('shows Home with at most 250 KB', () => {
    expect(packed(withImports(chunk('HomePage'), first()))).toBeLessThan(250);
  });

  it('adds at most 210 KB for any page', () => {
    const start = packed(first());
    const pages = readdirSync(assets).filter((name) => /Page-[^.]+\.js$/.test(name));
    const heavy = pages.filter((name) => packed(withImports(name, first())) - start > 210);
    expect(pages.length).toBeGreaterThan(5);
    expect(heavy).toEqual([]);
  });

  it('starts with at most 20 KB of styles', () => {
    expect(packed(linked(page, 'css'))).toBeLessThan(20);
  });

  it('has a widget for other sites in one file of at most 40 KB', () => {
    const code = readFileSync(join(dist, 'widget.js'));
    expect(gzipSync(code, { level: 9 }).length / kilobyte).toBeLessThan(40);
    expect(String(code)).not.toMatch(/\bimport\(|\beval\(|new Function/);
  });

  it('runs under a policy without inline scripts', () => {
    const inline = [...page.matchAll(/<script\b([^>]*)>/g)].filter(
      ([, attributes = '']) => !attributes.includes('src='),
    );
    expect(inline).toEqual([]);
    expect(page).not.toMatch(/\son\w+=/);
  });

  it('has a service worker that keeps the page and nothing of the hub', () => {
    const worker = readFileSync(join(dist, 'sw.js'), 'utf8');
    const files = JSON.parse(/const files = (\[[^\]]*\])/.exec(worker)?.[1] ?? '[]') as string[];
    expect(files).toContain('/index.html');
    expect(files.filter((file) => /^\/(api|avatars|socket)/.test(file))).toEqual([]);
    const missing = files.filter((file) => !existsSync(join(dist, file)));
    expect(missing).toEqual([]);
  });
});
