import { describe, expect, test } from 'vitest';
import { hashOf, type Sealed, zeroHash } from '#server/admin/audit/canonical.ts';
import { createRetention } from '#server/admin/audit/retention.ts';
import { verifyChain } from '#server/admin/audit/verify.ts';
import type { AuditRecord } from '#server/platform/audit.ts';
import { newId } from '#server/platform/ids.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { type AccountsParts, account, caller, createAccountsParts } from './accounts-parts.ts';

const ada = { personId: newId<PersonId>(), displayName: 'Ada' };
const record = (facts: AuditRecord['facts'] = {}): AuditRecord => ({
  actor: ada,
  action: 'people.suspended',
  target: { kind: 'person', id: 'p', name: 'Ben' },
  facts,
});
const write = ({ db, audit }: AccountsParts, count: number, from = 0) =>
  db.transaction(async (tx) => {
    for (let nth = from; nth < from + count; nth++) audit.record(tx, record({ nth }));
  });
/** As the database's own administrator could. */
const tamper = (parts: AccountsParts, ...statements: string[]) =>
  parts.db.pool.query(`begin; set local session_replication_role = replica; ${statements.join(';')}; commit`);
const all = async ({ db }: AccountsParts) =>
  (await db.pool.query('select * from audit_entries order by seq')).rows as Record<string, unknown>[];

describe('an entry', () => {
  test('is part of the transaction it tells of', async () => {
    await using parts = await createAccountsParts();
    const { db, audit } = parts;
    await expect(
      db.transaction(async (tx) => {
        audit.record(tx, record());
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await all(parts)).toEqual([]);
    await write(parts, 3);
    expect((await all(parts)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(await verifyChain(db)).toMatchObject({ ok: true, checked: 3, brokenAt: null });
  });

  test('keeps any text, and what is read is what was hashed', async () => {
    await using parts = await createAccountsParts();
    const { db, audit } = parts;
    await db.transaction(async (tx) =>
      audit.record(tx, {
        actor: { ...ada, displayName: 'A\u0000da \ud800 "quoted" \\' },
        action: 'tokens.created',
        target: { kind: 'token', id: 'é', name: '<script>\u2028' },
        facts: { big: 1e21, small: 1e-7, negative: -0, third: 1 / 3, none: null, yes: true, ключ: '\ud800' },
      }),
    );
    expect(await verifyChain(db)).toMatchObject({ ok: true, checked: 1 });
    expect(await all(parts)).toMatchObject([{ actor_name: 'Ada \ufffd "quoted" \\' }]);
  });

  test('of fifty writers at once none is lost, and the numbers have no gap', async () => {
    await using parts = await createAccountsParts();
    await Promise.all(Array.from({ length: 50 }, (_, nth) => write(parts, 4, nth * 4)));
    const entries = await all(parts);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, nth) => nth + 1));
    expect(await verifyChain(parts.db)).toMatchObject({ ok: true, checked: 200 });
  });
});

describe('nobody changes the log', () => {
  test.each([
    ['update', `update audit_entries set actor_name = 'Eve' where seq = 3`],
    ['delete', 'delete from audit_entries where seq = 3'],
    ['truncate', 'truncate audit_entries'],
  ])('the database refuses: %s', async (_name, statement) => {
    await using parts = await createAccountsParts();
    await write(parts, 5);
    await expect(parts.db.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    expect(await verifyChain(parts.db)).toMatchObject({ ok: true, checked: 5 });
  });

  const copy = `insert into audit_entries (seq, id, at, actor_id, actor_name, action, facts, hash)
    select 6, id, at, actor_id, actor_name, action, facts, hash from audit_entries where seq = 5`;
  test.each([
    ['another name', 3, [`update audit_entries set actor_name = 'Eve' where seq = 3`]],
    ['other facts', 3, [`update audit_entries set facts = '{"nth":7}' where seq = 3`]],
    ['another time', 1, [`update audit_entries set at = at + interval '1 ms' where seq = 1`]],
    ['a hash of its own', 5, [`update audit_entries set hash = sha256('x') where seq = 5`]],
    ['one removed', 4, ['delete from audit_entries where seq = 3']],
    ['the newest removed', 5, ['delete from audit_entries where seq = 5']],
    ['the oldest removed', 2, ['delete from audit_entries where seq = 1']],
    ['one appended behind the head', 6, [copy]],
    [
      'two that changed places',
      2,
      [
        'update audit_entries set seq = 99 where seq = 2',
        'update audit_entries set seq = 2 where seq = 3',
        'update audit_entries set seq = 3 where seq = 99',
      ],
    ],
    [
      'a beginning that was cut in silence',
      3,
      [
        'update audit_chain set base_seq = 2, base_hash = (select hash from audit_entries where seq = 2)',
        'delete from audit_entries where seq <= 2',
      ],
    ],
  ])('but whoever gets around it is found out: %s', async (_name, brokenAt, statements) => {
    await using parts = await createAccountsParts();
    await write(parts, 5);
    await tamper(parts, ...statements);
    expect(await verifyChain(parts.db)).toMatchObject({ ok: false, brokenAt });
  });
});

describe('retention', () => {
  test('cuts the oldest, says so, and what is left verifies', async () => {
    await using parts = await createAccountsParts();
    const { db, audit, clock } = parts;
    const cutOld = createRetention({ db, clock, audit, auditDays: () => 30 });
    await write(parts, 10);
    clock.advance(29 * 86_400_000);
    await write(parts, 5, 10);
    expect(await cutOld()).toBe(0);
    clock.advance(2 * 86_400_000);
    expect(await cutOld()).toBe(10);
    const entries = await all(parts);
    expect(entries.map(({ seq }) => seq)).toEqual([11, 12, 13, 14, 15, 16]);
    expect(entries.at(-1)).toMatchObject({ action: 'audit.cut', facts: { upTo: 10, removed: 10 } });
    expect(await verifyChain(db)).toMatchObject({ ok: true, checked: 6 });
    await tamper(parts, `update audit_entries set actor_name = 'Eve' where seq = 11`);
    expect(await verifyChain(db)).toMatchObject({ ok: false, brokenAt: 11 });
    clock.advance(400 * 86_400_000);
    expect(await cutOld()).toBe(6);
    expect((await all(parts)).map(({ seq }) => seq)).toEqual([17]);
    expect(await verifyChain(db)).toMatchObject({ ok: true, checked: 1 });
  });
});

describe('refused sign-ins', () => {
  test('are told once a minute for each name, and never with what may be a password', async () => {
    await using parts = await createAccountsParts();
    await parts.setUp();
    const attempt = (email: string) =>
      parts.accounts.signIn({ email, password: 'wrong' }, caller, undefined).catch(() => {});
    for (let nth = 0; nth < 3; nth++) await attempt(account('ada').email);
    await attempt('nobody@example.org');
    await attempt('my secret password');
    await parts.audit.close();
    const failed = (await all(parts)).filter(({ action }) => action === 'accounts.signInFailed');
    expect(failed.map(({ facts }) => facts)).toEqual(
      expect.arrayContaining([
        { email: 'ada@example.org', attempts: 1 },
        { email: 'ada@example.org', attempts: 2 },
        { email: 'nobody@example.org', attempts: 1 },
        { email: null, attempts: 1 },
      ]),
    );
    expect(failed).toHaveLength(4);
    expect(await verifyChain(parts.db)).toMatchObject({ ok: true });
  });
});

test('a hundred thousand entries are verified in small batches', async () => {
  await using parts = await createAccountsParts();
  const hash = (seq: number, before: Buffer) => {
    const entry: Sealed = {
      id: newId(),
      seq,
      at: '2026-01-02T03:04:05.678Z',
      actor: { id: ada.personId, name: 'Ada' },
      action: 'accounts.signedIn',
      target: null,
      facts: { nth: seq },
      address: '192.0.2.7',
    };
    return { entry, hash: hashOf(before, entry) };
  };
  let before = zeroHash;
  for (let from = 1; from <= 100_000; from += 10_000) {
    const rows = Array.from({ length: 10_000 }, (_, nth) => {
      const made = hash(from + nth, before);
      before = made.hash;
      return made;
    });
    await parts.db.pool.query(
      `insert into audit_entries (seq, id, at, actor_id, actor_name, action, facts, address, hash)
       select seq, id, '2026-01-02T03:04:05.678Z', $3, 'Ada', 'accounts.signedIn', jsonb_build_object('nth', seq),
         '192.0.2.7', decode(hash, 'hex')
       from unnest($1::bigint[], $2::uuid[], $4::text[]) as t (seq, id, hash)`,
      [
        rows.map(({ entry }) => entry.seq),
        rows.map(({ entry }) => entry.id),
        ada.personId,
        rows.map((row) => row.hash.toString('hex')),
      ],
    );
  }
  await parts.db.pool.query('update audit_chain set seq = 100000, hash = $1', [before]);
  let statements = 0;
  const stop = parts.db.onQuery(() => (statements += 1));
  const verdict = await verifyChain(parts.db);
  stop();
  expect(statements).toBeGreaterThanOrEqual(400);
  expect(verdict).toMatchObject({ ok: true, checked: 100_000, head: before.toString('hex') });
  await write(parts, 1);
  expect((await all(parts)).at(-1)).toMatchObject({ seq: 100_001 });
}, 120_000);
