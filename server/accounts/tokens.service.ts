import type * as z from 'zod';
import type { Audit } from '#server/platform/audit.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { ApiToken, createToken } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TokenId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import { canHaveTokens } from './people.policy.ts';
import { lockPerson } from './people.store.ts';
import { tokenOf } from './present.ts';
import type { Revoke } from './revoke.ts';
import { type HashSecret, newApiToken } from './secrets.ts';
import { countTokens, deleteToken, insertToken, listTokens } from './tokens.store.ts';

type NewToken = z.output<(typeof createToken)['input']>;
type Parts = { db: Db; clock: Clock; hashSecret: HashSecret; revoke: Revoke; audit: Audit };

const maxTokens = 100;
const dayMs = 86_400_000;

/** Personal API tokens. A token never does more than its person may; its scopes only take away. */
export function createTokens({ db, clock, hashSecret, revoke, audit }: Parts) {
  return {
    list: async (actor: Actor): Promise<ApiToken[]> =>
      (await listTokens(db.read, actor.personId)).map(tokenOf),

    async create(actor: Actor, input: NewToken): Promise<{ token: ApiToken; secret: string }> {
      if (!canHaveTokens(actor)) throw new AppError('forbidden', 'A guest has no API tokens.');
      const secret = newApiToken();
      const createdAt = clock.now();
      const days = input.expiresInDays;
      const row = await db.transaction(async (tx) => {
        await lockPerson(tx, actor.personId);
        if ((await countTokens(tx, actor.personId)) >= maxTokens) throw tooManyTokens();
        const made = await insertToken(tx, {
          id: newId<TokenId>(),
          personId: actor.personId,
          tokenHash: hashSecret(secret),
          name: input.name,
          scopes: [...new Set(input.scopes)],
          createdAt,
          expiresAt: days === null ? null : new Date(createdAt.getTime() + days * dayMs),
        });
        const facts = { scopes: made.scopes.join(' '), days };
        audit.record(tx, { actor, action: 'tokens.created', target: targetOf(made), facts });
        return made;
      });
      return { token: tokenOf(row), secret };
    },

    async delete(actor: Actor, tokenId: TokenId): Promise<void> {
      await db.transaction(async (tx) => {
        const deleted = await deleteToken(tx, actor.personId, tokenId);
        if (!deleted) throw new AppError('notFound', 'There is no such token of yours.');
        revoke(tx, { token: tokenId }, 'signedOut');
        const target = targetOf({ id: tokenId, name: deleted.name });
        audit.record(tx, { actor, action: 'tokens.deleted', target });
      });
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;

const targetOf = ({ id, name }: { id: TokenId; name: string }) => ({ kind: 'token', id, name });

const tooManyTokens = () =>
  new AppError('conflict', `A person has ${maxTokens} tokens at most.`, {
    details: { reason: 'tooManyTokens' },
  });
