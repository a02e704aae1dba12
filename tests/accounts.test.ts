import { describe, expect, test } from 'vitest';
import { createHubClient } from '#shared/client.ts';
import {
  changePassword,
  createToken,
  deleteToken,
  endOtherSessions,
  endSession,
  getHub,
  getMe,
  listPeople,
  listSessions,
  listTokens,
  meChanged,
  personChanged,
  setUp,
  signIn,
  signOut,
  suspendPerson,
  updateProfile,
} from '#shared/contract/accounts.ts';
import { listSpaces } from '#shared/contract/spaces.ts';
import { dropped, program, raw, refusedWith } from './accounts-kit.ts';
import { createTestHub } from './hub.ts';
import { company } from './seeds/accounts.ts';
import { emailOf, password } from './world.ts';

const account = {
  displayName: 'Ada',
  email: 'ada@example.org',
  password,
  locale: 'en',
  timeZone: 'Europe/Paris',
} as const;
const secretOf = (link: string | undefined) => link?.split('/').at(-1) ?? '';

describe('set-up', () => {
  test('a new hub says that it needs an administrator, and then who it is', async () => {
    await using hub = await createTestHub();
    const stranger = createHubClient({ url: hub.url });
    expect(await stranger.request(getHub)).toMatchObject({
      needsSetup: true,
      organisationName: null,
      me: null,
    });
    const { me } = await hub.world.setUp('ada', 'Example Works');
    expect(me).toMatchObject({
      displayName: 'Ada',
      kind: 'member',
      isAdmin: true,
      can: { administer: true },
    });
    expect(await stranger.request(getHub)).toMatchObject({
      needsSetup: false,
      organisationName: 'Example Works',
      me: null,
    });
    const { cookie } = hub.world.get('ada');
    expect((await createHubClient({ url: hub.url, cookie }).request(getHub)).me).toEqual(me);
  });

  test('of two who set up at once, one becomes the administrator', async () => {
    await using hub = await createTestHub();
    const secret = secretOf(await hub.hub.setupLink());
    const stranger = createHubClient({ url: hub.url });
    const attempts = ['ada@example.org', 'eve@example.org'].map((email) =>
      stranger.request(setUp, { body: { ...account, email, secret, organisationName: 'Example Works' } }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toMatchObject(refusedWith('conflict', 'alreadySetUp'));
  });

  test('only the newest link works, and none afterwards', async () => {
    await using hub = await createTestHub();
    const old = secretOf(await hub.hub.setupLink());
    const secret = secretOf(await hub.hub.setupLink());
    const stranger = createHubClient({ url: hub.url });
    const attempt = (link: string) =>
      stranger.request(setUp, { body: { ...account, secret: link, organisationName: 'Example Works' } });
    await expect(attempt(old)).rejects.toMatchObject({ code: 'expired' });
    await expect(attempt('short')).rejects.toMatchObject({ code: 'invalid' });
    await attempt(secret);
    await expect(attempt(secret)).rejects.toMatchObject(refusedWith('conflict', 'alreadySetUp'));
    expect(await hub.hub.setupLink()).toBeUndefined();
  });

  test('input that breaks the rules changes nothing', async () => {
    await using hub = await createTestHub();
    const secret = secretOf(await hub.hub.setupLink());
    const stranger = createHubClient({ url: hub.url });
    const wrong = {
      ...account,
      secret,
      organisationName: 'Example Works',
      password: 'short',
      timeZone: 'Mars/Olympus',
    };
    await expect(stranger.request(setUp, { body: wrong })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: [{ path: 'password' }, { path: 'timeZone' }] },
    });
    expect(await stranger.request(getHub)).toMatchObject({ needsSetup: true });
  });
});

describe('sign-in', () => {
  test('sets a cookie that scripts cannot read and other sites do not send', async () => {
    await using hub = await createTestHub({ seed: company });
    const body = { email: ' BEN@example.org ', password };
    const answer = await raw(hub.url, 'POST', '/api/v1/sessions', { body });
    expect(answer).toMatchObject({ status: 200, body: { displayName: 'Ben' } });
    expect(answer.cookies).toHaveLength(1);
    expect(answer.cookies[0]).toMatch(/^entente=[\w-]{43}; /);
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(answer.cookies[0]).toContain(part);
    expect(JSON.stringify(answer.body)).not.toContain(answer.cookies[0]?.slice(8, 51));
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('gives the same answer for a wrong password, an unknown address and a suspended person', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    await ada.call(suspendPerson, { personId: hub.seed.chloe });
    const attempt = async (email: string, word: string) => {
      const { status, body, cookies } = await raw(hub.url, 'POST', '/api/v1/sessions', {
        body: { email, password: word },
      });
      return { status, body, cookies };
    };
    const wrong = await attempt(emailOf('ben'), 'not the password');
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } }, cookies: [] });
    expect(await attempt('nobody@example.org', password)).toEqual(wrong);
    expect(await attempt(emailOf('chloe'), password)).toEqual(wrong);
    expect(await attempt('\u0000', password)).toMatchObject({ status: 400 });
  });

  test('guessing is slowed down per account without shutting the account for others', async () => {
    await using hub = await createTestHub({ seed: company });
    const stranger = createHubClient({ url: hub.url });
    const attempt = (email: string, word: string) =>
      stranger.request(signIn, { body: { email, password: word } });
    for (let count = 0; count < 10; count++)
      await expect(attempt(emailOf('ben'), 'guess')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(attempt(emailOf('ben'), password)).rejects.toMatchObject({
      code: 'tooMany',
      details: { retryAfterMs: expect.any(Number) },
    });
    await expect(attempt(emailOf('chloe'), password)).resolves.toMatchObject({ displayName: 'Chloe' });
  });

  test('a new sign-in replaces the session that the browser held', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const held = hub.world.get('ben').cookie;
    const gone = dropped(ben);
    const planted = await raw(hub.url, 'POST', '/api/v1/sessions', {
      body: { email: emailOf('chloe'), password },
      headers: { cookie: held },
    });
    expect(planted.cookies[0]?.split(';')[0]).not.toBe(held);
    await gone;
    const old = createHubClient({ url: hub.url, cookie: held });
    await expect(old.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('a page of another site cannot use the cookie', async () => {
    await using hub = await createTestHub({ seed: company });
    const { cookie } = hub.world.get('ben');
    const headers = { cookie, origin: 'https://evil.example' };
    expect(await raw(hub.url, 'DELETE', '/api/v1/sessions/current', { headers })).toMatchObject({
      status: 403,
    });
    expect(await raw(hub.url, 'DELETE', '/api/v1/sessions/current', { headers: { cookie } })).toMatchObject({
      status: 200,
    });
  });
});

describe('sessions', () => {
  test('signing out ends the session, its connections and its cookie', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const gone = dropped(ben);
    const { cookie } = hub.world.get('ben');
    const answer = await raw(hub.url, 'DELETE', '/api/v1/sessions/current', { headers: { cookie } });
    expect(answer.cookies[0]).toMatch(/^entente=; .*Expires=Thu, 01 Jan 1970/);
    await gone;
    expect(ben.state).toBe('refused');
    await expect(ben.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(createHubClient({ url: hub.url }).request(signOut)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('are listed and ended one by one', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const other = await hub.world.signIn('ben');
    await other.client.connect();
    const { sessions } = await ben.call(listSessions, {});
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      address: expect.stringContaining('127.0.0.1'),
      userAgent: expect.any(String),
    });
    const foreign = sessions.find(({ current }) => !current);
    const gone = dropped(other.client);
    await ben.call(endSession, { sessionId: foreign?.id ?? '' });
    await gone;
    await expect(other.client.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await ben.call(listSessions, {})).sessions).toHaveLength(1);
    expect(ben.state).toBe('online');
  });

  test('somebody else’s session is not found', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const [session] = (await ben.call(listSessions, {})).sessions;
    await expect(chloe.call(endSession, { sessionId: session?.id ?? '' })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(ben.state).toBe('online');
  });

  test('all others end at once', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const others = [await hub.world.signIn('ben'), await hub.world.signIn('ben')];
    for (const { client } of others) await client.connect();
    const gone = Promise.all(others.map(({ client }) => dropped(client)));
    expect(await ben.call(endOtherSessions, {})).toEqual({ ended: 2 });
    await gone;
    expect(ben.state).toBe('online');
  });

  test('a visit prolongs the cookie with the session', async () => {
    await using hub = await createTestHub({ seed: company });
    const { cookie } = hub.world.get('ben');
    const { cookies } = await raw(hub.url, 'GET', '/api/v1/hub', { headers: { cookie } });
    expect(cookies[0]).toContain(`${cookie};`);
    const expires = Date.parse(/Expires=([^;]+)/.exec(cookies[0] ?? '')?.[1] ?? '');
    expect(expires - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });
});

describe('my profile', () => {
  test('a change reaches my tabs and my colleagues', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const tab = await hub.world.tab('ben');
    const atTab = tab.next(meChanged);
    const atChloe = chloe.next(personChanged, ({ person }) => person.id === hub.seed.ben);
    const me = await ben.call(updateProfile, {
      displayName: ' Benoît ',
      locale: 'fr',
      timeZone: 'Africa/Dakar',
    });
    expect(me).toMatchObject({ displayName: 'Benoît', locale: 'fr', timeZone: 'Africa/Dakar' });
    expect((await atTab).me).toMatchObject({ displayName: 'Benoît', locale: 'fr', sessionId: null });
    expect((await atChloe).person.displayName).toBe('Benoît');
    expect(await ben.request(getMe)).toEqual(me);
  });

  test.each([
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }],
    ['an empty name', { displayName: '  ' }],
    ['a name of two lines', { displayName: 'a\nb' }],
  ])('refuses %s', async (_name, change) => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    await expect(ben.call(updateProfile, change)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('my password', () => {
  test('a change ends my other sessions, and the old one is worth nothing', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const other = await hub.world.signIn('ben');
    await other.client.connect();
    const gone = dropped(other.client);
    const next = 'another good password';
    await ben.call(changePassword, { current: password, next });
    await gone;
    expect(ben.state).toBe('online');
    const stranger = createHubClient({ url: hub.url });
    const attempt = (word: string) =>
      stranger.request(signIn, { body: { email: emailOf('ben'), password: word } });
    await expect(attempt(password)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(attempt(next)).resolves.toMatchObject({ displayName: 'Ben' });
  });

  test('needs the current one, and so many attempts only', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const attempt = () => ben.call(changePassword, { current: 'wrong', next: 'another good password' });
    for (let count = 0; count < 10; count++)
      await expect(attempt()).rejects.toMatchObject(refusedWith('forbidden', 'wrongPassword'));
    await expect(attempt()).rejects.toMatchObject({ code: 'tooMany' });
  });
});

describe('API tokens', () => {
  test('act for their person within their scopes', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    using robot = await program(hub.url, ben, ['people:read', 'profile:read']);
    await robot.connect();
    expect(await robot.request(getMe)).toMatchObject({ displayName: 'Ben', sessionId: null });
    expect((await robot.call(listPeople, {})).people.length).toBeGreaterThan(1);
    await expect(robot.call(listSpaces, {})).rejects.toMatchObject(refusedWith('forbidden', 'scope'));
    await expect(robot.call(listTokens, {})).rejects.toMatchObject(refusedWith('forbidden', 'scope'));
    await expect(robot.call(updateProfile, { displayName: 'Robot' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(robot.request(signOut)).rejects.toMatchObject({ code: 'forbidden' });
    const { tokens } = await ben.call(listTokens, {});
    expect(tokens).toMatchObject([{ name: 'robot', scopes: ['people:read', 'profile:read'] }]);
    expect(tokens[0]?.lastUsedAt).not.toBeNull();
  });

  test('a deleted one drops its connections and is refused', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const { token, secret } = await ben.call(createToken, {
      name: 'robot',
      scopes: ['profile:read'],
      expiresInDays: null,
    });
    expect(secret).toMatch(/^ent_[\w-]{43}$/);
    using robot = createHubClient({ url: hub.url, token: secret });
    await robot.connect();
    await expect(chloe.call(deleteToken, { tokenId: token.id })).rejects.toMatchObject({ code: 'notFound' });
    const gone = dropped(robot);
    await ben.call(deleteToken, { tokenId: token.id });
    await gone;
    await expect(robot.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('a wrong token is not made good by a cookie, nor a session by its place', async () => {
    await using hub = await createTestHub({ seed: company });
    const { cookie } = hub.world.get('ben');
    const token = cookie.split('=')[1] ?? '';
    const asked = (headers: Record<string, string>) => raw(hub.url, 'GET', '/api/v1/me', { headers });
    expect(await asked({ cookie })).toMatchObject({ status: 200 });
    expect(await asked({ cookie, authorization: 'Bearer ent_wrong' })).toMatchObject({ status: 401 });
    expect(await asked({ authorization: `Bearer ${token}` })).toMatchObject({ status: 401 });
  });

  test('the database holds no secret that opens anything', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const { secret } = await ben.call(createToken, {
      name: 'robot',
      scopes: ['profile:read'],
      expiresInDays: 1,
    });
    const { cookie } = hub.world.get('ben');
    await using db = hub.database.open();
    const { rows } = await db.pool.query(
      `select (select json_agg(s) from sessions s)::text || (select json_agg(t) from api_tokens t)::text
        || (select json_agg(p) from people p)::text || (select json_agg(i) from invitations i)::text as everything`,
    );
    const { everything } = rows[0] as { everything: string };
    for (const hidden of [secret, secret.slice(4), cookie.split('=')[1] ?? '', password]) {
      expect(everything).not.toContain(hidden);
      expect(everything).not.toContain(Buffer.from(hidden).toString('hex'));
    }
  });
});

test('a stranger can do nothing of this', async () => {
  await using hub = await createTestHub({ seed: company });
  const stranger = createHubClient({ url: hub.url });
  await expect(stranger.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(stranger.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
  const forged = createHubClient({ url: hub.url, cookie: `entente=${'x'.repeat(43)}` });
  await expect(forged.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(forged.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
});
