import { describe, expect, it } from 'vitest';

type Tree = { [name: string]: string | Tree };
const files = import.meta.glob<Tree>('../../shared/locales/*/*.json', { import: 'default', eager: true });
const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const texts = { en: read('en'), fr: read('fr') };
const withoutComments = (source: string) => source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const code = Object.entries(sources)
  .filter(([path]) => !/\.(test|fixtures)\.tsx?$/.test(path))
  .map(([path, source]) => [path, withoutComments(source)] as const);

/** `accounts:fields.name` -> text */
function read(locale: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [path, tree] of Object.entries(files)) {
    const [, language, namespace] = /locales\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
    if (language === locale) for (const [key, text] of flatten(tree)) found.set(`${namespace}:${key}`, text);
  }
  return found;
}

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[prefix + name, value] as [string, string]]
      : flatten(value, `${prefix}${name}.`),
  );
}

/** Plural forms of one key together: `home.liveCount` -> one, other; a key without has the form ''. */
function bases(all: Map<string, string>): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [key, text] of all) {
    const [, base = key, form = ''] = /^(.*)_(zero|one|two|few|many|other)$/.exec(key) ?? [];
    found.set(base, (found.get(base) ?? new Map<string, string>()).set(form, text));
  }
  return found;
}

/** "One person" may leave the number out, so the forms count together. */
const placeholders = (forms: Map<string, string> = new Map()) =>
  [...new Set([...forms.values()].flatMap((text) => text.match(/\{\{\w+\}\}|<\d+>/g) ?? []))]
    .toSorted()
    .join();
const known = new Set(bases(texts.en).keys());

type Use = { path: string; pattern: RegExp; key: string };

/**
 * Keys in the code: `t('a.b')`, t(`a.${x}`) and every string that looks like `chat:keys.title` (a command's name has no dot). A
 * part filled in at run time becomes a wildcard.
 */
function usesOf(path: string, source: string): Use[] {
  const declared = [...source.matchAll(/useTranslation\(\[?'(\w+)'/g)].map(([, name = '']) => name);
  const usual = path.startsWith('../widget/') ? 'widget' : 'common';
  const defaults = [...new Set(declared.length > 0 ? declared : [usual])];
  const calls = [
    ...source.matchAll(
      /\bt\(\s*(?:\w[\w.() !=&|'?]*\?\s*)?(['`])((?:(?!\1).)+)\1(?:\s*:\s*(['`])((?:(?!\3).)+)\3)?/g,
    ),
  ];
  const keys = calls.flatMap(([, , first = '', , second]) =>
    second === undefined ? [first] : [first, second],
  );
  const named = [
    ...source.matchAll(/['`]((?:common|accounts|admin|chat|meetings|tickets):\w+\.[\w.${}]+)['`]/g),
  ].map(([, key = '']) => key);
  return [...keys, ...named].map((key) => {
    const full = key.includes(':') ? [key] : defaults.map((namespace) => `${namespace}:${key}`);
    const pattern = full.map((name) =>
      name
        .split(/\$\{[^}]*\}/)
        .map((part) => part.replaceAll('.', '\\.'))
        .join('.+'),
    );
    return { path, key, pattern: new RegExp(`^(${pattern.join('|')})$`) };
  });
}

const uses = code.flatMap(([path, source]) => usesOf(path, source));

describe('texts', () => {
  it('has the same keys in English and French', () => {
    expect([...bases(texts.fr).keys()].toSorted()).toEqual([...bases(texts.en).keys()].toSorted());
  });

  it.each(['en', 'fr'] as const)('has every plural form of %s', (locale) => {
    const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const counted = [...bases(texts[locale])].filter(([, forms]) => !forms.has(''));
    const incomplete = counted.filter(([, forms]) => !wanted.every((form) => forms.has(form)));
    expect(incomplete.map(([key]) => key)).toEqual([]);
  });

  it('has the same placeholders in English and French', () => {
    const [english, french] = [bases(texts.en), bases(texts.fr)];
    const different = [...english].filter(
      ([key, forms]) => placeholders(forms) !== placeholders(french.get(key)),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('has no empty text and no spaces around one', () => {
    const bad = [...texts.en, ...texts.fr].filter(([, text]) => text.trim() === '' || text.trim() !== text);
    expect(bad.map(([key]) => key)).toEqual([]);
  });

  it('writes French with its own signs: no straight apostrophe, a space before ? ! : ;', () => {
    const bad = [...texts.fr].filter(
      ([, text]) => /\w'\w/.test(text) || /[\p{L}\d][?!;]|[\p{L}][:](?!\/\/)(\s|$)/u.test(text),
    );
    expect(bad.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });

  it('has every key that the code asks for', () => {
    const missing = uses.filter(({ pattern }) => ![...known].some((key) => pattern.test(key)));
    expect(missing.map(({ path, key }) => `${path}: ${key}`)).toEqual([]);
  });

  it('has no key that nothing asks for', () => {
    const unused = [...known].filter((key) => !uses.some(({ pattern }) => pattern.test(key)));
    expect(unused).toEqual([]);
  });
});
