import { readFileSync } from 'node:fs';
import path from 'node:path';
import { documentation, Variables } from './variables.ts';

const suffix = '_FILE';

/** Each secret can be read from a file instead: `DATABASE_URL_FILE=/run/secrets/database-url`. */
export const secretFileVariables: readonly string[] = Object.entries(Variables.shape)
  .filter(([, schema]) => documentation.get(schema)?.secret)
  .map(([name]) => `${name}${suffix}`);

/** Without white space around it: most editors and `echo` end a file with a line feed. */
export function readSecretFiles(
  given: Readonly<Record<string, string>>,
  workingDirectory: string,
): { values: Record<string, string>; problems: string[] } {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const fileVariable of secretFileVariables.filter((each) => given[each])) {
    const name = fileVariable.slice(0, -suffix.length);
    const file = path.resolve(workingDirectory, given[fileVariable] ?? '');
    const text = readText(file);
    if (given[name]) problems.push(`${fileVariable} is set beside ${name}: remove one of the two.`);
    else if (text) values[name] = text;
    else problems.push(`${fileVariable} is "${file}": it must be a file the hub can read, and not empty.`);
  }
  return { values, problems };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
