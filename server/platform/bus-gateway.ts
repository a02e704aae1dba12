import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import { type Bus, type BusNode, type OpenBus, topic } from './bus.ts';
import { createSession, type LinkPolicy, type Session } from './bus-gateway-session.ts';
import { createPeer, type Heartbeat, maxFrameBytes, type Peer } from './bus-link-peer.ts';
import { linkPath, type Proof } from './bus-link-proof.ts';
import { newId } from './ids.ts';
import type { Logger } from './logger.ts';

export type { LinkPolicy } from './bus-gateway-session.ts';

/** A proof as it came, and where it came to. */
export type Knock = Proof & { host: string; address: string };

export type GatewayOptions = {
  /** The hub's own. */
  bus: Bus;
  openBus: OpenBus;
  /** Checks the proof and says which node it is, or throws the AppError that the node shall read. */
  admit(knock: Knock): Promise<BusNode>;
  policy: LinkPolicy;
  logger: Logger;
  /** A node is linked and hears what is asked of it; it is gone again. */
  onLinked?(node: BusNode): void;
  onUnlinked?(node: BusNode): void;
  heartbeat?: Heartbeat;
  maxStrangers?: number;
};

/** `session` stays, all other links of the node end; with words, the node shall not come back. */
type LinkEnd = { nodeId: string; session: string | null; words: string | null };
const linkEnd = topic<LinkEnd>('link:end');

const proveWithinMs = 5_000;
const Given = z.tuple([
  z.object({
    nonce: z.string().max(100),
    nodeId: z.string().min(1).max(64),
    origin: z.string().max(300),
    signature: z.string().max(200),
  }),
]);

/** The hub's end of links: each linked node gets a bus of its own here, for as long as the link lasts. */
export async function createGateway(options: GatewayOptions) {
  const { bus, logger } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  const linked = new Map<string, { peer: Peer; session: Session }>();
  const strangers = new Set<Peer>();
  let closed = false;

  const stop = await bus.subscribe(linkEnd, ({ nodeId, session, words }) => {
    for (const [id, each] of linked)
      if (each.session.node.nodeId === nodeId && id !== session) dismiss(each.peer, words);
  });

  function dismiss(peer: Peer, words: string | null): void {
    if (words !== null) peer.tell('dismissed', words);
    peer.close('the hub ended the link');
  }

  function take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== linkPath) return;
    if (closed || strangers.size >= (options.maxStrangers ?? 500)) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, (webSocket) => greet(webSocket, request));
  }

  function greet(socket: WebSocket, request: IncomingMessage): void {
    const nonce = randomBytes(32).toString('base64url');
    const id = newId();
    let session: Session | undefined;
    let proving = false;
    const from = { host: request.headers.host ?? '', address: request.socket.remoteAddress ?? '' };

    const peer = createPeer(socket, {
      logger,
      ...(options.heartbeat && { heartbeat: options.heartbeat }),
      hear(verb, args) {
        if (!session) throw new TypeError('a stranger says nothing');
        session.hear(verb, args);
      },
      async answer(verb, args) {
        if (session) return await session.answer(verb, args);
        if (verb !== 'prove' || proving) throw new AppError('unauthenticated', 'prove first, and once');
        proving = true;
        return await prove(args);
      },
      onClose(why) {
        clearTimeout(late);
        strangers.delete(peer);
        if (session) part(id, session, why).catch(notParted);
      },
    });
    strangers.add(peer);
    const late = setTimeout(() => peer.end('it did not prove who it is'), proveWithinMs);
    peer.tell('challenge', nonce);

    async function prove(args: unknown[]): Promise<{ hub: string }> {
      try {
        const given = Given.safeParse(args).data?.[0];
        // Other hubs may reach the rest, and this node with it.
        if (bus.state() === 'degraded')
          throw new AppError('unavailable', 'This hub does not reach the other hubs at present.');
        if (given?.nonce !== nonce) throw new AppError('forbidden', 'The proof is for another link.');
        const node = await options.admit({ ...given, ...from });
        session = await open(id, node, peer);
        return { hub: bus.nodeId };
      } catch (error) {
        // The refusal has to leave before the link does.
        setTimeout(() => peer.close('refused'), 50);
        throw error;
      } finally {
        clearTimeout(late);
        strangers.delete(peer);
      }
    }
  }

  /** A link that comes back replaces the one it had, wherever that was: the other may be dead without anybody knowing. */
  async function open(id: string, node: BusNode, peer: Peer): Promise<Session> {
    for (const [other, each] of linked)
      if (each.session.node.nodeId === node.nodeId) {
        each.peer.end('the node linked again');
        await part(other, each.session, 'the node linked again');
      }
    bus.publish(linkEnd, { nodeId: node.nodeId, session: id, words: null });
    const own = await options.openBus(node);
    if (closed || peer.isClosed()) {
      await own.close();
      throw new AppError('unavailable', 'the link is not there');
    }
    const onReady = () => options.onLinked?.(node);
    const session = createSession({ node, bus: own, peer, policy: options.policy, logger, onReady });
    linked.set(id, { peer, session });
    logger.info({ node: node.nodeId, name: node.name }, 'a media node is linked');
    return session;
  }

  const notParted = (error: unknown) =>
    logger.warn({ err: error }, 'what a media node had on the bus was not let go of');

  async function part(id: string, session: Session, why: string): Promise<void> {
    if (!linked.delete(id)) return;
    logger.info({ node: session.node.nodeId, why }, 'a media node is not linked any more');
    await session.close();
    options.onUnlinked?.(session.node);
  }

  let closing: Promise<void> | undefined;
  async function shut(): Promise<void> {
    closed = true;
    await stop();
    for (const peer of strangers) peer.end('the hub closes');
    await Promise.all(
      [...linked].map(async ([id, { peer, session }]) => {
        peer.end('the hub closes');
        await part(id, session, 'the hub closes');
      }),
    );
    server.close();
  }
  const close = () => (closing ??= shut());

  return {
    attach: (http: Server) => void http.on('upgrade', take),
    /** The nodes that are linked to this very hub. */
    linked: (): BusNode[] => [...linked.values()].map(({ session }) => session.node),
    /** Ends the node's link at whichever hub it is; `words` tell it why it shall not come back. */
    dismiss(nodeId: string, words: string): void {
      bus.publish(linkEnd, { nodeId, session: null, words });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type Gateway = Awaited<ReturnType<typeof createGateway>>;
