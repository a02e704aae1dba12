import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { documentation, Variables } from '#server/config/variables.ts';

test('every variable is described, and the page in docs/ is up to date', () => {
  const undescribed = Object.entries(Variables.shape).filter(
    ([, schema]) => !documentation.get(schema)?.description.endsWith('.'),
  );
  expect(undescribed).toEqual([]);
  expect(() =>
    execFileSync(process.execPath, ['scripts/configuration-doc.ts', '--check'], { stdio: 'pipe' }),
  ).not.toThrow();
});
