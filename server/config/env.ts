import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readSecretFiles, secretFileVariables } from './secret-files.ts';
import { configFileVariable, Variables } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the administrator wrote, still as text, and what can be said about it already. */
export type Written = { values: Record<string, string>; problems: string[]; warnings: string[] };

const known = Object.keys(Variables.shape);
/** Set for the launcher and for tools, not for the hub. */
const forOthers = /^ENTENTE_(DEV|TEST|NODE|E2E|BENCH)_/;

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ConfigFile = z.record(
  z.string(),
  z.union([Scalar, z.array(Scalar).transform((list) => list.join(','))]),
);

/** The environment over the optional file. A variable that is set to nothing counts as not set. */
export function readEnvironment(env: Environment, workingDirectory: string): Written {
  const file = readConfigFile(env, workingDirectory);
  const given = { ...file.values, ...withoutEmpty(env) };
  const secrets = readSecretFiles(given, workingDirectory);
  const written = { ...given, ...secrets.values };
  const values = Object.fromEntries(Object.entries(written).filter(([name]) => known.includes(name)));
  const warnings = Object.keys(given).filter(isStray).map(warnAbout);
  return { values, problems: [...file.problems, ...secrets.problems], warnings };
}

function readConfigFile(env: Environment, workingDirectory: string): Pick<Written, 'values' | 'problems'> {
  const named = env[configFileVariable.name];
  const file = path.resolve(workingDirectory, named || 'entente.config.json');
  if (!existsSync(file))
    return { values: {}, problems: named ? [`${configFileVariable.name}: ${file} does not exist.`] : [] };
  try {
    return { values: ConfigFile.parse(JSON.parse(readFileSync(file, 'utf8'))), problems: [] };
  } catch (error) {
    return { values: {}, problems: [`${file} cannot be used: ${whyNot(error)}.`] };
  }
}

function whyNot(error: unknown): string {
  if (error instanceof z.ZodError) return 'it must be an object of names and simple values';
  if (error instanceof SyntaxError) return `it is not valid JSON (${error.message})`;
  return error instanceof Error ? error.message : String(error);
}

const withoutEmpty = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value]] : [])));

const isStray = (name: string): boolean =>
  name.startsWith('ENTENTE_') &&
  !known.includes(name) &&
  !secretFileVariables.includes(name) &&
  name !== configFileVariable.name &&
  !forOthers.test(name);

function warnAbout(name: string): string {
  const nearest = known
    .map((other) => ({ other, steps: distance(name, other) }))
    .toSorted((a, b) => a.steps - b.steps)[0];
  const hint = nearest && nearest.steps <= 3 ? ` Did you mean ${nearest.other}?` : '';
  return `${name} is not a known variable and has no effect.${hint}`;
}

/** Levenshtein: how many characters to add, drop or change. */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, character] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (character === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
