import type { Reader, Tx } from '#server/platform/db.ts';
import type { Scope } from '#shared/contract/define.ts';
import type { PersonId, TokenId } from '#shared/contract/ids.ts';
import { personColumns } from './present.ts';

export type TokenRow = {
  id: TokenId;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
};
const tokenColumns = [
  'id',
  'name',
  'scopes',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'expires_at as expiresAt',
] as const;

export type NewToken = {
  id: TokenId;
  personId: PersonId;
  tokenHash: Buffer;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  expiresAt: Date | null;
};

export const insertToken = (tx: Tx, token: NewToken): Promise<TokenRow> =>
  tx
    .insertInto('api_tokens')
    .values({
      id: token.id,
      person_id: token.personId,
      token_hash: token.tokenHash,
      name: token.name,
      scopes: token.scopes,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .returning(tokenColumns)
    .executeTakeFirstOrThrow();

export const listTokens = (reader: Reader, personId: PersonId): Promise<TokenRow[]> =>
  reader
    .selectFrom('api_tokens')
    .select(tokenColumns)
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .execute();

export async function countTokens(reader: Reader, personId: PersonId): Promise<number> {
  const { count } = await reader
    .selectFrom('api_tokens')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return count;
}

/** A token that lives and its person, unless suspended. */
export const findToken = (reader: Reader, tokenHash: Buffer, now: Date) =>
  reader
    .selectFrom('api_tokens')
    .innerJoin('people', 'people.id', 'api_tokens.person_id')
    .select([
      ...personColumns,
      'api_tokens.id as tokenId',
      'api_tokens.scopes as scopes',
      'api_tokens.last_used_at as lastUsedAt',
      'api_tokens.expires_at as expiresAt',
    ])
    .where('api_tokens.token_hash', '=', tokenHash)
    .where((where) =>
      where.or([where('api_tokens.expires_at', 'is', null), where('api_tokens.expires_at', '>', now)]),
    )
    .where('people.suspended_at', 'is', null)
    .executeTakeFirst();

export async function touchToken(tx: Tx, id: TokenId, now: Date): Promise<void> {
  await tx.updateTable('api_tokens').set({ last_used_at: now }).where('id', '=', id).execute();
}

export async function deleteToken(
  tx: Tx,
  personId: PersonId,
  id: TokenId,
): Promise<{ name: string } | undefined> {
  return await tx
    .deleteFrom('api_tokens')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('name')
    .executeTakeFirst();
}

export async function deleteTokensOf(tx: Tx, personId: PersonId): Promise<void> {
  await tx.deleteFrom('api_tokens').where('person_id', '=', personId).execute();
}

export async function deleteExpiredTokens(tx: Tx, now: Date): Promise<TokenId[]> {
  const rows = await tx.deleteFrom('api_tokens').where('expires_at', '<=', now).returning('id').execute();
  return rows.map(({ id }) => id);
}
