import { setImmediate as breathe } from 'node:timers/promises';
import type { Db } from '#server/platform/db.ts';
import { type Chain, lastSeq, listEntries, newestCut, readChain, sealedOf } from './audit.store.ts';
import { hashOf } from './canonical.ts';

export type Verdict = { ok: boolean; checked: number; brokenAt: number | null; head: string };

/** Small enough that hashing one batch keeps nobody waiting for more than a few milliseconds. */
const batch = 250;
/** Retention may cut the beginning while the walk is under way: it starts again, but not for ever. */
const attempts = 3;

/** Walks the chain from its base to the head there is now, in batches. Entries that come meanwhile are for the next walk. */
export async function verifyChain(db: Db): Promise<Verdict> {
  for (let attempt = 1; ; attempt++) {
    const chain = await readChain(db.read);
    const verdict = await walk(db, chain);
    if (verdict.ok || attempt === attempts) return verdict;
    if ((await readChain(db.read)).base_seq === chain.base_seq) return verdict;
  }
}

async function walk(db: Db, chain: Chain): Promise<Verdict> {
  const head = chain.hash.toString('hex');
  const broken = (at: number) => ({ ok: false, checked, brokenAt: at, head });
  let checked = 0;
  let seq = chain.base_seq;
  let before = chain.base_hash;
  if (!(await isBaseTold(db, chain))) return broken(seq + 1);
  while (seq < chain.seq) {
    const rows = await listEntries(db.read, {}, { after: seq, limit: Math.min(batch, chain.seq - seq) });
    for (const row of rows) {
      const hash = hashOf(before, sealedOf(row));
      if (row.seq !== seq + 1 || !hash.equals(row.hash)) return broken(row.seq);
      before = hash;
      seq = row.seq;
      checked += 1;
    }
    if (rows.length === 0) return broken(seq + 1);
    await breathe();
  }
  if (!before.equals(chain.hash)) return broken(seq);
  return (await isOvergrown(db)) ? broken(seq + 1) : { ok: true, checked, brokenAt: null, head };
}

/** A beginning that was cut is told by an entry within the chain, so that nobody moves the base in silence. */
async function isBaseTold(db: Db, { base_seq, base_hash }: Chain): Promise<boolean> {
  const cut = await newestCut(db.read);
  if (base_seq === 0) return cut === undefined;
  return cut?.upTo === base_seq && cut.hash === base_hash.toString('hex');
}

/** Entries past the head that no writer of ours put there. The order of reading excuses those that come just now. */
async function isOvergrown(db: Db): Promise<boolean> {
  const last = await lastSeq(db.read);
  return last > (await readChain(db.read)).seq;
}
