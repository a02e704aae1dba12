import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Region } from '#shared/contract/regions.ts';
import type { Host } from '#tests/cluster/host.ts';

/** One way in milliseconds between the regions, as between data centres of today: round trips of 90 to 250 ms. */
export const oneWayMs: Record<Region, Record<Region, number>> = {
  eu: { eu: 2, na: 45, sa: 100, ap: 120 },
  na: { eu: 45, na: 2, sa: 65, ap: 85 },
  sa: { eu: 100, na: 65, sa: 2, ap: 125 },
  ap: { eu: 120, na: 85, sa: 125, ap: 2 },
};
/** Servers have machines of their own: they do not wait for browsers, though all share the cores of this one. */
export const serverNice = -10;
const subnet: Record<Region, number> = { eu: 1, na: 2, sa: 3, ap: 4 };

export type Wan = {
  /** A machine of its own, connected to all others. */
  host(name: string, region: Region): Promise<Host>;
  /** Pulls (plugs in) the cable of a host. */
  cut(host: Host, yes: boolean): Promise<void>;
  /** Nothing passes from the one to the other any more; the other way does. */
  part(from: Host, to: Host, yes: boolean): Promise<void>;
  lose(from: Host, to: Host, share: number): Promise<void>;
  delay(from: Host, to: Host, ms: number): Promise<void>;
  /** Packets and bytes from one host to another so far. */
  counted(from: Host, to: Host): Promise<{ packets: number; bytes: number }>;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * The network between the hosts of a field test. Needs root and a network namespace of the test's own (`unshare --net
 * --mount`), in which everything ends with the test whatever happens.
 */
export async function createWan(): Promise<Wan> {
  const relay = spawn('python3', [fileURLToPath(new URL('wan.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const hosts: Host[] = [];
  const waiting: ((answer: Record<string, unknown>) => void)[] = [];
  createInterface(relay.stdout).on('line', (line) => waiting.shift()?.(JSON.parse(line)));

  async function order(command: object): Promise<Record<string, unknown>> {
    const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
    waiting.push(resolve);
    relay.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = await promise;
    if (answer['error']) throw new Error(`${JSON.stringify(command)}: ${answer['error']}`);
    return answer;
  }

  async function connect(host: Host): Promise<void> {
    await order({ host: host.name, address: host.address });
    for (const other of hosts) {
      const ms = host.name === 'here' || other.name === 'here' ? 0 : oneWayMs[host.region][other.region];
      await order({ delay: [host.name, other.name, ms, ms / 20] });
      await order({ delay: [other.name, host.name, ms, ms / 20] });
    }
    hosts.push(host);
  }

  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  await connect({ name: 'here', address: '10.77.9.1', region: 'eu', command: (argv) => [...argv] });
  return {
    async host(name, region) {
      const number = 10 + hosts.filter((each) => each.region === region).length;
      execFileSync('ip', ['netns', 'add', name]);
      const host: Host = {
        name,
        address: `10.77.${subnet[region]}.${number}`,
        region,
        command: (argv) => ['ip', 'netns', 'exec', name, 'nice', '-n', String(serverNice), ...argv],
      };
      await connect(host);
      return host;
    },
    cut: async (host, yes) => void (await order({ cut: [host.name, yes] })),
    part: async (from, to, yes) => void (await order({ part: [from.name, to.name, yes] })),
    lose: async (from, to, share) => void (await order({ loss: [from.name, to.name, share] })),
    delay: async (from, to, ms) => void (await order({ delay: [from.name, to.name, ms, 0] })),
    async counted(from, to) {
      const { counts } = (await order({ count: true })) as { counts: [string, string, number, number][] };
      const [, , packets = 0, bytes = 0] =
        counts.find(([sender, receiver]) => sender === from.name && receiver === to.name) ?? [];
      return { packets, bytes };
    },
    async [Symbol.asyncDispose]() {
      relay.stdin.end();
      if (relay.exitCode === null) await new Promise((resolve) => relay.once('exit', resolve));
      for (const { name } of hosts) if (name !== 'here') execFileSync('ip', ['netns', 'delete', name]);
    },
  };
}
