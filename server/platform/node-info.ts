import os from 'node:os';
import { roles } from '#server/config/roles.ts';
import { busProtocol, type NodeInfo } from './bus.ts';

/** What is not said is what a test does not care about. */
export const describeNode = (
  id: string,
  about: { [K in keyof NodeInfo]?: NodeInfo[K] | undefined } = {},
): NodeInfo => ({
  id,
  roles: about.roles ?? roles,
  name: about.name ?? os.hostname(),
  region: about.region ?? 'eu',
  version: about.version ?? '0',
  busProtocol: about.busProtocol ?? busProtocol,
  startedAt: about.startedAt ?? new Date().toISOString(),
});
