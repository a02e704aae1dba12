import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import type { HashSecret } from '#server/accounts/secrets.ts';
import type { Audit } from '#server/platform/audit.ts';
import { addressKey, type Caller } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { violatedUnique } from '#server/platform/db-errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { Limiter } from '#server/platform/rate-limit.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { JoinTokenId, NodeId } from '#shared/contract/ids.ts';
import type { joinNode } from '#shared/contract/nodes.ts';
import type { Region } from '#shared/contract/regions.ts';
import { type Administrator, requireAdministrator } from './nodes.service.ts';
import {
  deleteOldJoinTokens,
  findNode,
  insertJoinToken,
  insertNode,
  lockJoinToken,
  type NodeRow,
  useJoinToken,
} from './registry.store.ts';

type Parts = {
  db: Db;
  clock: Clock;
  hashSecret: HashSecret;
  joins: Limiter;
  publicUrl(): string;
  audit: Audit;
};
type Application = z.output<(typeof joinNode)['body']>;

export type NewToken = { region: Region; label?: string; validForMs?: number };

/** Makes a leaked token easy to find in logs and repositories. */
const prefix = 'enj_';
const hourMs = 3_600_000;
const keptMs = 7 * 24 * hourMs;

/** How media nodes elsewhere become part of the installation. */
export function createJoining({ db, clock, hashSecret, joins, publicUrl, audit }: Parts) {
  return {
    /** The token is shown this once. */
    async createToken(
      actor: Administrator,
      { region, label, validForMs = hourMs }: NewToken,
    ): Promise<{ id: JoinTokenId; token: string; expiresAt: Date }> {
      requireAdministrator(actor);
      const token = prefix + randomBytes(32).toString('base64url');
      const id = newId<JoinTokenId>();
      const createdAt = clock.now();
      const expiresAt = new Date(createdAt.getTime() + validForMs);
      await db.transaction(async (tx) => {
        await deleteOldJoinTokens(tx, new Date(createdAt.getTime() - keptMs));
        await insertJoinToken(tx, {
          id,
          tokenHash: hashSecret(token),
          label: label ?? null,
          region,
          createdBy: actor.personId,
          createdAt,
          expiresAt,
        });
      });
      return { id, token, expiresAt };
    },

    async join(application: Application, caller: Caller): Promise<z.output<(typeof joinNode)['output']>> {
      await joins.consume(addressKey(caller.address));
      try {
        const { id, region, label } = await db.transaction((tx) => admit(tx, application));
        return { nodeId: id, region, label, hubUrl: publicUrl() };
      } catch (error) {
        if (violatedUnique(error) === undefined) throw error;
        throw refused('keyKnown', 'This key belongs to another node. Remove node.json and join again.');
      }
    },
  };

  async function admit(
    tx: Tx,
    { token, publicKey, name, addresses, capacity }: Application,
  ): Promise<NodeRow> {
    const found = await lockJoinToken(tx, hashSecret(token));
    if (!found?.makerIsAdmin || found.makerSuspendedAt) throw unknownToken();
    const now = clock.now();
    if (found.usedBy) return await sameNode(tx, found.usedBy, publicKey);
    if (found.expiresAt <= now) throw expired();
    const node = await insertNode(tx, {
      id: newId<NodeId>(),
      label: found.label ?? name,
      region: found.region,
      publicKey,
      addresses,
      capacity,
      state: 'active',
      addedBy: found.createdBy,
      addedAt: now,
    });
    await useJoinToken(tx, found.id, node.id, now);
    const target = { kind: 'node', id: node.id, name: node.label };
    audit.record(tx, { actor: null, action: 'nodes.joined', target, facts: { region: node.region } });
    return node;
  }
}
export type Joining = ReturnType<typeof createJoining>;

/** The node that used the token asks again: the first answer was lost on its way. */
async function sameNode(tx: Tx, id: NodeId, publicKey: string): Promise<NodeRow> {
  const node = await findNode(tx, id);
  if (node?.publicKey === publicKey && node.state !== 'removed') return node;
  throw refused(
    'used',
    'This join token was used already. Each works once: make another one in the console.',
  );
}

const refused = (reason: string, message: string) =>
  new AppError('conflict', message, { details: { reason } });
const expired = () =>
  new AppError('expired', 'This join token has run out. Make another one in the console.', {
    details: { reason: 'expired' },
  });
const unknownToken = () =>
  new AppError(
    'notFound',
    'This hub knows no such join token. Check that it was copied whole, for this hub.',
    {
      details: { reason: 'token' },
    },
  );
