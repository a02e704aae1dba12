import type { Clock } from '#server/platform/clock.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import type { Check, Outcome } from '../outcome.ts';

type State = Pick<Connector, 'settings' | 'trouble' | 'failingSince'>;

/** The systems that tickets are mirrored from can be read. */
export const checkConnectors =
  (states: () => Promise<State[]>, clock: Clock): Check<'connectors'> =>
  async () =>
    judgeConnectors(await states(), clock.now());

export function judgeConnectors(all: readonly State[], now: Date): Outcome<'connectors'> {
  const used = all.filter(({ settings }) => settings.enabled);
  const connectors = used.length;
  if (connectors === 0) return { status: 'off', reason: 'none', facts: {} };
  const refused = used.find(({ trouble }) => trouble === 'refused');
  if (refused)
    return { status: 'failed', reason: 'refused', facts: { connector: refused.settings.name, connectors } };
  const failing = used.find(({ failingSince }) => failingSince !== null);
  if (!failing?.failingSince) return { status: 'ok', reason: 'fine', facts: { connectors } };
  const sinceMs = now.getTime() - Date.parse(failing.failingSince);
  return {
    status: 'warning',
    reason: 'failing',
    facts: { connector: failing.settings.name, connectors, sinceMs },
  };
}
