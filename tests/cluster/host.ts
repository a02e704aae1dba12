import type { Region } from '#shared/contract/regions.ts';

/** A machine as far as its processes can tell: a loopback address of its own, or a network namespace. */
export type Host = {
  readonly name: string;
  readonly address: string;
  readonly region: Region;
  /** The command line that runs `argv` there. */
  command(argv: readonly string[]): string[];
};

/** One machine's loopback addresses stand for several hosts; everybody reaches everybody at once. */
export const loopbackHost = (name: string, address: string, region: Region): Host => ({
  name,
  address,
  region,
  command: (argv) => [...argv],
});
