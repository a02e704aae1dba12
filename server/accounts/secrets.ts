import { createHmac, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: sessions, links and, behind a prefix, API tokens. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Makes a leaked token easy to find in logs and repositories. */
const tokenPrefix = 'ent_';
export const newApiToken = (): string => tokenPrefix + newSecret();
export const looksLikeApiToken = (secret: string): boolean => secret.startsWith(tokenPrefix);

/** Lives in the storage of other people's sites, so it must never pass for the cookie of a session that may do everything. */
const visitorPrefix = 'entv_';
export const newVisitorToken = (): string => visitorPrefix + newSecret();
export const looksLikeVisitorToken = (secret: string): boolean => secret.startsWith(visitorPrefix);

export type HashSecret = (secret: string) => Buffer;

/** Secrets of 256 bits need no slow hash; the pepper makes a copy of the database alone worthless. */
export const secretHasher =
  (pepper: Buffer): HashSecret =>
  (secret) =>
    createHmac('sha256', pepper).update(secret).digest();
