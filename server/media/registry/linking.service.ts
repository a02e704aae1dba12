import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import * as z from 'zod';
import type { BusNode } from '#server/platform/bus.ts';
import type { Knock } from '#server/platform/bus-gateway.ts';
import { finalReason } from '#server/platform/bus-link-dial.ts';
import { isProven } from '#server/platform/bus-link-proof.ts';
import { addressKey } from '#server/platform/caller.ts';
import type { Db } from '#server/platform/db.ts';
import type { Limiter } from '#server/platform/rate-limit.ts';
import { AppError } from '#shared/contract/errors.ts';
import { NodeId } from '#shared/contract/ids.ts';
import { findNode } from './registry.store.ts';

type Parts = { db: Db; links: Limiter; publicUrl(): string; hasPublicUrl: boolean };

const Id = z.uuid().pipe(NodeId);

/** Lets linked nodes in: by their key, for this very hub, unless an administrator removed them. */
export const createAdmission =
  ({ db, links, publicUrl, hasPublicUrl }: Parts) =>
  async (knock: Knock): Promise<BusNode> => {
    await links.consume(addressKey(knock.address));
    requireMeant(knock, hasPublicUrl ? publicUrl() : undefined);
    const id = Id.safeParse(knock.nodeId).data;
    const node = id && (await findNode(db.read, id));
    if (!node || !isProven(node.publicKey, knock)) throw stranger();
    if (node.state === 'removed') throw removed();
    return { nodeId: node.id, roles: ['media'], name: node.label, region: node.region };
  };

/**
 * The node signed the address it dialled. When that is not this hub's, somebody in between took the proof from a node that
 * believes to be somewhere else.
 */
export function requireMeant(
  { origin, host }: Pick<Knock, 'origin' | 'host'>,
  publicUrl: string | undefined,
): void {
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return;
  const dialled = URL.canParse(origin) ? new URL(origin) : undefined;
  const here = dialled?.host === host;
  if (here && (publicUrl === undefined || isOwnAddress(dialled.hostname))) return;
  const what = publicUrl
    ? `This hub is at ${publicUrl}: set ENTENTE_HUB_URL of the media node to it.`
    : `This node dialled ${origin}, which is not the address that reached the hub: set ENTENTE_PUBLIC_URL of the hub.`;
  throw new AppError('forbidden', what, { details: { reason: 'origin' } });
}

function isOwnAddress(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (bare === 'localhost') return true;
  if (isIP(bare) === 0) return false;
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === bare));
}

const stranger = () =>
  new AppError(
    'unauthenticated',
    'This hub does not know this node, or its key is another one. Join again.',
    {
      details: { reason: 'unknown' },
    },
  );

export const removedWords =
  'An administrator removed this node. To bring the machine back, delete node.json and join with a new token.';
const removed = () => new AppError('forbidden', removedWords, { details: { reason: finalReason } });
