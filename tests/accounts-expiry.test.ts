import { hash } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { type Control, controlTopic } from '#server/signaling/publisher.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import { type AccountsParts, account, caller, createAccountsParts } from './accounts-parts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const guest = { displayName: 'Gil', locale: 'en', code: 'abc-defg-hij' } as const;

const newGuest = ({ db, accounts }: AccountsParts) =>
  db.transaction((tx) => accounts.guests.create(tx, { ...guest, meetingId: newId<MeetingId>() }, caller));

describe('a session', () => {
  test('lives 30 days after the last visit', async () => {
    await using parts = await createAccountsParts();
    const { clock, accounts } = parts;
    const cookieToken = await parts.setUp();
    for (let visit = 0; visit < 3; visit++) {
      clock.advance(29 * day);
      expect(await accounts.authenticate({ cookieToken })).toMatchObject({ displayName: 'ada' });
    }
    clock.advance(30 * day);
    expect(await accounts.authenticate({ cookieToken })).toBeUndefined();
  });

  test('stays alive while a connection is open, but a guest’s ends in time', async () => {
    await using parts = await createAccountsParts();
    const { clock, accounts } = parts;
    const cookieToken = await parts.setUp();
    const { sessionId } = await parts.actorOf(cookieToken);
    const { session: guestSession } = await newGuest(parts);
    const open = new Set([sessionId, guestSession.sessionId].filter((id) => id !== null));
    clock.advance(23 * hour);
    await accounts.sessions.touch(open);
    clock.advance(29.5 * day);
    expect(await accounts.authenticate({ cookieToken })).toBeDefined();
    expect(await accounts.authenticate({ cookieToken: guestSession.token })).toBeUndefined();
  });

  test('is written to once a minute at most, and not asked for while it is fresh', async () => {
    await using parts = await createAccountsParts();
    const { clock, accounts } = parts;
    const cookieToken = await parts.setUp();
    const visit = () => parts.queriesOf(() => accounts.authenticate({ cookieToken }));
    expect(await visit()).toHaveLength(1);
    expect(await visit()).toHaveLength(0);
    clock.advance(10_000);
    expect(await visit()).toHaveLength(1);
    clock.advance(minute);
    const written = await visit();
    expect(written.filter((sql) => sql.startsWith('update "sessions"'))).toHaveLength(1);
    clock.advance(10_000);
    expect(await visit()).toHaveLength(1);
    const [session] = await accounts.sessions.list(await parts.actorOf(cookieToken));
    expect(session?.lastSeenAt).toBe(new Date(clock.now().getTime() - 10_000).toISOString());
  });

  test('of a guest ends a day after it began, whatever they do', async () => {
    await using parts = await createAccountsParts();
    const { clock, accounts } = parts;
    const { session, me } = await newGuest(parts);
    expect(me).toMatchObject({ kind: 'guest', guestMeetingCode: 'abc-defg-hij', email: null });
    const cookieToken = session.token;
    clock.advance(23 * hour);
    const actor = await accounts.authenticate({ cookieToken });
    expect(actor).toMatchObject({ kind: 'guest', guestMeetingId: expect.any(String) });
    clock.advance(hour);
    expect(await accounts.authenticate({ cookieToken })).toBeUndefined();
  });
});

test('a token ends on its day, an invitation at its hour', async () => {
  await using parts = await createAccountsParts();
  const { clock, accounts } = parts;
  const ada = await parts.actorOf(await parts.setUp());
  const { secret } = await accounts.tokens.create(ada, {
    name: 'robot',
    scopes: ['profile:read'],
    expiresInDays: 1,
  });
  const invitation = { role: 'member', email: null, expiresInHours: 24, maxUses: null } as const;
  const { url } = await accounts.invitations.create(ada, invitation);
  const link = url.split('/').at(-1) ?? '';
  clock.advance(day - minute);
  expect(await accounts.authenticate({ bearer: secret })).toMatchObject({ sessionId: null });
  await expect(accounts.invitations.preview(link, caller)).resolves.toMatchObject({ role: 'member' });
  clock.advance(minute);
  expect(await accounts.authenticate({ bearer: secret })).toBeUndefined();
  await expect(accounts.invitations.preview(link, caller)).rejects.toMatchObject({ code: 'expired' });
  await expect(accounts.invitations.accept(link, account('emil'), caller)).rejects.toMatchObject({
    code: 'expired',
  });
});

test('sweeping removes what ran out and drops the connections opened with it', async () => {
  await using parts = await createAccountsParts();
  const { clock, accounts, platform, db } = parts;
  const adminCookie = await parts.setUp();
  const ada = await parts.actorOf(adminCookie);
  const { session } = await newGuest(parts);
  const { token } = await accounts.tokens.create(ada, {
    name: 'robot',
    scopes: ['profile:read'],
    expiresInDays: 1,
  });
  await accounts.invitations.create(ada, { role: 'member', email: null, expiresInHours: 1, maxUses: 1 });
  const orders: Control[] = [];
  await platform.bus.subscribe(controlTopic, (order) => orders.push(order));
  await accounts.sweep();
  clock.advance(25 * hour);
  await accounts.sweep();
  await expect.poll(() => orders.length).toBe(2);
  expect(orders).toEqual([
    { type: 'revoke', scope: { session: session.sessionId }, reason: 'signedOut' },
    { type: 'revoke', scope: { token: token.id }, reason: 'signedOut' },
  ]);
  const left = async (table: string) => (await db.pool.query(`select 1 from ${table}`)).rowCount;
  expect(await left('sessions')).toBe(1);
  expect(await left('api_tokens')).toBe(0);
  expect(await left('invitations')).toBe(0);
});

test('an ended session is refused at once, in the middle of the seconds that answers are remembered', async () => {
  await using parts = await createAccountsParts();
  const { accounts } = parts;
  const cookieToken = await parts.setUp();
  const actor = await parts.actorOf(cookieToken);
  const { session } = await accounts.signIn(account('ada'), caller, undefined);
  expect(await accounts.authenticate({ cookieToken: session.token })).toBeDefined();
  await accounts.sessions.end(actor, session.sessionId);
  expect(await accounts.authenticate({ cookieToken: session.token })).toBeUndefined();
  expect(await accounts.authenticate({ cookieToken })).toBeDefined();
});

test('another node’s revocation reaches this node’s memory', async () => {
  await using parts = await createAccountsParts();
  const { accounts, publisher, db } = parts;
  const cookieToken = await parts.setUp();
  const { personId } = await parts.actorOf(cookieToken);
  await db.pool.query('update people set suspended_at = now()');
  expect(await accounts.authenticate({ cookieToken })).toBeDefined();
  publisher.revoke({ person: personId }, 'suspended');
  await expect.poll(() => accounts.authenticate({ cookieToken })).toBeUndefined();
});

test('guest joins are limited by address, an office counting as one', async () => {
  await using parts = await createAccountsParts();
  const join = (host: number) =>
    parts.accounts.guests.limit({ address: `2001:db8:1:2::${host.toString(16)}`, userAgent: '' });
  for (let host = 1; host <= 60; host++) await join(host);
  await expect(join(61)).rejects.toMatchObject({ code: 'tooMany' });
  await expect(parts.accounts.guests.limit({ address: '192.0.2.8', userAgent: '' })).resolves.toBeUndefined();
});

test('an old hash is replaced at the next sign-in', async () => {
  await using parts = await createAccountsParts();
  await parts.setUp();
  const old = await hash(account('ada').password, { memoryCost: 64, timeCost: 1, parallelism: 1 });
  await parts.db.pool.query('update people set password_hash = $1', [old]);
  await parts.accounts.signIn(account('ada'), caller, undefined);
  const { rows } = await parts.db.pool.query('select password_hash from people');
  expect(rows[0]).toMatchObject({ password_hash: expect.stringContaining('m=19456,t=2,p=1') });
  await expect(parts.accounts.signIn(account('ada'), caller, undefined)).resolves.toBeDefined();
});
