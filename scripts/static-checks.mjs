import { report, run } from './run-steps.mjs';

/** Everything that can be said about the code without running it. Two at a time: most machines here have two cores. */
const checks = [
  ['format', 'biome', ['format', '.']],
  ['lint, with the import law', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['types of server, shared and tests', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the client', 'tsc', ['-p', 'client/tsconfig.json']],
  ['licences of the dependencies', 'node', ['scripts/licences.mjs']],
  ['configuration reference', 'node', ['scripts/configuration-doc.ts', '--check']],
];

export async function staticChecks() {
  const waiting = [...checks];
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await run(...next);
      report(result);
      results.push(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}
