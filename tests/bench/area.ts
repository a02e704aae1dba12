/** What one measurement is about. `value` of ours and of the peer are compared so that a ratio over 1 is better than the peer. */
export type Metric = {
  name: string;
  unit: string;
  better: 'more' | 'less';
  peer: string;
  /** One line: what is done, at which scale. */
  what: string;
};

/** Somebody to compare with. `missing` says why it cannot run here; then it is named and skipped. */
export type Peer = {
  name: string;
  /** fsync, TLS, compression, authentication, back pressure: what both sides do or do not do. */
  settings: string;
  missing?: string;
};

export type BenchOptions = {
  rounds: number;
  /** A fraction of the scale and the time: shows that everything runs, says nothing about speed. */
  quick: boolean;
  /** Metrics to measure; undefined means all. */
  only?: ReadonlySet<string>;
};

export type Bench = BenchOptions & {
  /** A line for the person who watches; not part of the result. */
  note(line: string): void;
  report(result: Result): void;
};

export type Area = {
  name: string;
  metrics: readonly Metric[];
  /** What the project does on its side, in the same words as the peers. */
  settings: string;
  peers(): Promise<Peer[]>;
  run(bench: Bench): Promise<void>;
};

/** The samples of both sides, taken in turn. */
export type Result = { metric: Metric; own: readonly number[]; peer: readonly number[] };
