import os from 'node:os';

export type Interfaces = ReturnType<typeof os.networkInterfaces>;

/** Bridges and tunnels of containers and virtual machines: nobody outside reaches those. */
const virtual = /^(docker|br-|veth|virbr|cni|flannel|podman)/;

/** IPv4 addresses other machines may reach, real network cards first. */
export function reachableAddresses(interfaces: Interfaces = os.networkInterfaces()): string[] {
  const names = Object.keys(interfaces).toSorted((a, b) => Number(virtual.test(a)) - Number(virtual.test(b)));
  return names
    .flatMap((name) => interfaces[name] ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => address.address);
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');
