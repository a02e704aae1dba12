import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';

type Own<C> = Omit<C, 'registers'>;

/**
 * Counters of one hub, in a registry of its own: prom-client's global one would mix the hubs of a test process.
 * Names start with `entente_`; label values come from closed sets, never from people.
 */
export function createMetrics(options: { process?: boolean } = {}) {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  return {
    registry,
    counter: <T extends string>(config: Own<CounterConfiguration<T>>) =>
      new Counter<T>({ ...config, registers: [registry] }),
    gauge: <T extends string>(config: Own<GaugeConfiguration<T>>) =>
      new Gauge<T>({ ...config, registers: [registry] }),
    histogram: <T extends string>(config: Own<HistogramConfiguration<T>>) =>
      new Histogram<T>({ ...config, registers: [registry] }),
    /** The text of the Prometheus exposition format. */
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
