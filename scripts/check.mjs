// The quick verdict before a commit: format, lint, types, documents, unit tests.
import { report, run } from './run-steps.mjs';
import { staticChecks } from './static-checks.mjs';

const results = await staticChecks();
const unit = await run('unit tests', 'vitest', ['run', '--project', 'unit']);
report(unit);
process.exitCode = [...results, unit].every(({ ok }) => ok) ? 0 : 1;
