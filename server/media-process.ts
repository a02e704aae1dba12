import express from 'express';
import type { Settings } from './config/config.ts';
import { healthRoutes } from './http/health.ts';
import { closeListener, createListener, listen } from './http/listener.ts';
import { busProtocol } from './platform/bus.ts';
import { hubTrouble } from './media/node/hub-words.ts';
import { type Identity, type Membership, openIdentity } from './media/node/identity.ts';
import { joinHub } from './media/node/join.ts';
import { createMediaNode, participantsPerWorker } from './media/node/media-node.ts';
import type { LinkOptions } from './platform/bus-link.ts';
import type { LineEvent } from './platform/bus-link-line.ts';
import { signStatement } from './platform/bus-link-proof.ts';
import { systemClock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import { createMetrics } from './platform/metrics.ts';
import { openBus } from './platform/open-bus.ts';
import { answerForProcess } from './platform/process-facts.ts';
import { lockFolder } from './platform/postgres/hub-lock.ts';
import { version } from './version.ts';

export type MediaProcessOptions = {
  logger: Logger;
  /** A sentence for the administrator. */
  say(line: string): void;
  /** The process cannot go on: it should end with this message. */
  onFatal(error: Error): void;
  /** Ends a start that waits for its hub. */
  signal: AbortSignal;
};

/** A media node on a machine of its own: bus, workers and rooms, and a small web server for monitors. No database. */
export async function createMediaProcess(settings: Settings, options: MediaProcessOptions) {
  const { logger } = options;
  const stack = new AsyncDisposableStack();
  try {
    const member = settings.hubUrls.length > 0 ? await becomeMember(settings, options, stack) : undefined;
    const { bus } = await openBus(settings, { version, logger, ...(member && { link: member.link }) });
    stack.use(bus);
    const metrics = createMetrics({ process: true });
    const node = stack.use(
      await createMediaNode({
        config: settings.media,
        bus,
        logger,
        metrics,
        clock: systemClock,
        name: member?.label ?? settings.nodeName,
        region: member?.region ?? settings.region,
      }),
    );
    const answering = await answerForProcess(bus, { clock: systemClock, connections: () => 0 });
    stack.defer(answering.close);
    const app = express();
    app.disable('x-powered-by');
    const health = async () => ({
      missing: [
        ...(bus.state() === 'connected' ? [] : ['hub']),
        ...(node.trouble() === undefined ? [] : ['media']),
      ],
      degraded: [],
    });
    healthRoutes(app, { metrics, metricsToken: settings.metricsToken, health });
    const server = await createListener(app, settings);
    stack.defer(() => closeListener(server));
    const port = await listen(server, settings);
    logger.info({ port }, 'health and metrics are served');

    member?.reporter.started();
    async function drain(): Promise<void> {
      await node.leave();
      await stack.disposeAsync();
    }
    let closing: Promise<void> | undefined;
    const close = () => (closing ??= drain());
    return { node, bus, port, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
export type MediaProcess = Awaited<ReturnType<typeof createMediaProcess>>;

/** Reads who this node is, and joins the hub on its first start. */
async function becomeMember(
  settings: Settings,
  options: MediaProcessOptions,
  stack: AsyncDisposableStack,
): Promise<Membership & { link: LinkOptions; reporter: Reporter }> {
  const identity = await openIdentity(settings.dataDir);
  const lock = await lockFolder(settings.dataDir, settings.dataDir);
  stack.defer(lock.release);
  const membership = identity.membership ?? (await join(settings, identity, options));
  const urls = settings.hubUrls;
  const { nodeId } = membership;
  const sign: LinkOptions['sign'] = (statement) => signStatement(identity.privateKey, statement);
  const reporter = createReporter(membership, options);
  const link = { nodeId, urls, sign, onEvent: reporter.tell, logger: options.logger };
  return { ...membership, link, reporter };
}

async function join(
  settings: Settings,
  identity: Identity,
  { say, signal }: MediaProcessOptions,
): Promise<Membership> {
  const { joinToken, hubUrls, nodeName, media } = settings;
  if (!joinToken)
    throw new Error(
      'this media node has not joined a hub yet. Make a join token in the console and set ENTENTE_JOIN_TOKEN to it.',
    );
  const membership = await joinHub({
    urls: hubUrls,
    application: {
      token: joinToken,
      publicKey: identity.publicKey,
      name: nodeName,
      addresses: media.announcedAddresses,
      capacity: media.workers * participantsPerWorker,
      version,
      busProtocol,
    },
    say,
    signal,
  });
  await identity.joined(membership);
  return membership;
}

/** Tells what becomes of the link, each trouble once until the link is there again. */
function createReporter({ label, region }: Membership, { say, onFatal }: MediaProcessOptions) {
  const said = new Set<string>();
  let isStarted = false;
  let linkedTo: string | undefined;

  function sayReady(): void {
    if (isStarted && linkedTo)
      say(`Entente ${version} media node ${label} (${region}) is linked to ${linkedTo}`);
  }

  return {
    /** Workers and rooms are there: from now on a link means that the node can work. */
    started(): void {
      isStarted = true;
      sayReady();
    },
    tell(event: LineEvent): void {
      if (event.type === 'refused') return onFatal(new Error(event.error.message));
      linkedTo = event.type === 'linked' ? event.url : undefined;
      if (event.type === 'linked') {
        said.clear();
        return sayReady();
      }
      const words =
        event.type === 'lost'
          ? `The link to ${event.url} is lost (${event.why}); calls go on, and this node links again.`
          : hubTrouble(event.url, event.error);
      if (!said.has(words)) say(words);
      said.add(words);
    },
  };
}
type Reporter = ReturnType<typeof createReporter>;
