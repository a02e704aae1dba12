// Writes docs/configuration.md from the variables' own description. With --check: fails when the file is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { secretFileVariables } from '#server/config/secret-files.ts';
import { configFileVariable, documentation, groups, Variables } from '#server/config/variables.ts';

const file = new URL('../docs/configuration.md', import.meta.url);

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

const introduction = `# Configuration

Nothing has to be configured to run on one machine. Everything below is set by environment variables, or in a JSON file
of the same names; the environment wins. All mistakes are reported together at start, one sentence each, and unknown
\`ENTENTE_…\` names are warned about.

Secrets need not be in the environment: \`NAME_FILE\` names a file to read \`NAME\` from, as secrets of containers are
mounted. It exists for ${list(secretFileVariables)}.

This page is generated: \`node scripts/configuration-doc.ts\`.
`;

const header = '| Variable | Default | Example | Meaning |\n|---|---|---|---|';

function defaultOf(schema: z.ZodType): string {
  const otherwise = documentation.get(schema)?.otherwise;
  if (otherwise) return otherwise;
  const value =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.def.defaultValue : 'none';
  return `\`${Array.isArray(value) ? value.join(',') : value}\``;
}

function section(group: (typeof groups)[number]): string {
  const rows = Object.entries(Variables.shape).flatMap(([name, schema]) => {
    const about = documentation.get(schema);
    if (about?.group !== group) return [];
    return [`| \`${name}\` | ${defaultOf(schema)} | \`${about.example}\` | ${about.description} |`];
  });
  return [`## ${group}`, '', header, ...rows, ''].join('\n');
}

function fileSection(): string {
  const { name, otherwise, example, description } = configFileVariable;
  return [
    '## The file',
    '',
    header,
    `| \`${name}\` | ${otherwise} | \`${example}\` | ${description} |`,
    '',
  ].join('\n');
}

const page = [introduction, ...groups.map(section), fileSection()].join('\n');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

if (!values.check) writeFileSync(file, page);
else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/configuration.md is not up to date: run "node scripts/configuration-doc.ts".');
  process.exitCode = 1;
}
