import { readFileSync } from 'node:fs';
import type { Locale } from '#shared/contract/accounts.ts';

type Tree = { [name: string]: string | Tree };

/** What the interface says in a language, by its key: `tickets:create.title`. */
export function wordsIn(locale: Locale): (key: string) => string {
  const read = (name: string): Tree =>
    JSON.parse(readFileSync(new URL(`../../shared/locales/${locale}/${name}.json`, import.meta.url), 'utf8'));
  return (key) => {
    const [namespace = '', path = ''] = key.split(':');
    let found: string | Tree | undefined = read(namespace);
    for (const name of path.split('.')) found = typeof found === 'object' ? found[name] : undefined;
    if (typeof found !== 'string') throw new Error(`nothing is said by ${key}`);
    return found;
  };
}
