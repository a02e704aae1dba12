import { createHash } from 'node:crypto';
import type { AuditFacts, AuditTarget } from '#server/platform/audit.ts';
import type { PersonId } from '#shared/contract/ids.ts';

/** What the hash of an entry covers: all of it. */
export type Sealed = {
  id: string;
  seq: number;
  at: string;
  actor: { id: PersonId; name: string } | null;
  action: string;
  target: AuditTarget | null;
  facts: AuditFacts;
  address: string | null;
};

type Json = string | number | boolean | null | { readonly [key: string]: Json };

/**
 * The JSON Canonicalization Scheme (RFC 8785): names sorted by UTF-16 code units, no white space, strings and numbers as
 * ECMAScript writes them. Entries have no arrays.
 */
export function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 over the hash before and the canonical entry. */
export const hashOf = (before: Buffer, entry: Sealed): Buffer =>
  createHash('sha256').update(before).update(canonical(entry)).digest();

export const zeroHash: Buffer = Buffer.alloc(32);
