import { isIPv4 } from 'node:net';
import type { MediaConfig } from '#server/config/config.ts';
import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import { loadTopic, type NodeLoad } from '../media.commands.ts';
import { probePeers } from './probe-peers.ts';
import { type Stun, startStun } from '../stun.ts';

type Options = { bus: Bus; config: MediaConfig; logger: Logger };

/** How far others are from this node: it answers their probes, and sends its own. Without `probePort` it does neither. */
export async function openProbe({ bus, config, logger }: Options) {
  const { probePort, listenAddress, announcedAddresses } = config;
  const address = announcedAddresses[0] ?? listenAddress;
  if (probePort === undefined || !isIPv4(listenAddress))
    return { where: null, peers: () => [], close: async () => {} };
  const stun = await answerOn(listenAddress, probePort, logger);
  const probes = await probePeers({ self: bus.nodeId });
  const stop = await bus.subscribe(loadTopic, probes.hear);
  const where: NodeLoad['probe'] = stun ? { address, port: stun.port } : null;
  return {
    where,
    peers: probes.report,
    async close(): Promise<void> {
      await stop();
      await Promise.all([probes.close(), stun?.close()]);
    },
  };
}

/** Calls work without it, so a taken port is a warning. */
const answerOn = (address: string, port: number, logger: Logger): Promise<Stun | undefined> =>
  startStun({ address, port }).catch((error: unknown) => {
    logger.warn(
      { err: error },
      `nobody can measure the way to this node: UDP port ${port} is taken. Choose another with ENTENTE_MEDIA_PROBE_PORT.`,
    );
    return undefined;
  });
