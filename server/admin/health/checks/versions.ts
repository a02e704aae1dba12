import type { AdminNode } from '#shared/contract/admin.ts';
import type { Check, Outcome } from '../outcome.ts';

type Node = Pick<AdminNode, 'name' | 'version' | 'busProtocol'>;

/** All processes are of one version, or at least understand each other. */
export const checkVersions =
  (own: { version: string; busProtocol: number }, nodes: () => Node[]): Check<'versions'> =>
  async () =>
    judgeVersions(own, nodes());

export function judgeVersions(
  own: { version: string; busProtocol: number },
  nodes: readonly Node[],
): Outcome<'versions'> {
  // A node that joined and is away says nothing of itself.
  const heard = nodes.filter(({ version }) => version !== '');
  const stranger = heard.find(({ busProtocol }) => busProtocol !== own.busProtocol);
  if (stranger) {
    const { name, busProtocol } = stranger;
    const facts = { node: name, busProtocol, expected: own.busProtocol };
    return { status: 'warning', reason: 'protocol', facts };
  }
  const other = heard.find(({ version }) => version !== own.version);
  if (other) {
    const versions = new Set([own.version, ...heard.map(({ version }) => version)]).size;
    return {
      status: 'warning',
      reason: 'mixed',
      facts: { versions, node: other.name, version: other.version },
    };
  }
  return { status: 'ok', reason: 'fine', facts: { version: own.version, nodes: heard.length } };
}
