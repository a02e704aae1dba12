import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('every hub counts for itself', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  const config = { name: 'entente_probes_total', help: 'Probes', labelNames: ['kind'] as const };
  one.counter(config).inc({ kind: 'a' }, 2);
  two.counter(config);
  expect(await one.text()).toContain('entente_probes_total{kind="a"} 2');
  expect(await two.text()).not.toContain('kind="a"');
});
