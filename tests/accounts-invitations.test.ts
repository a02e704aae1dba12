import { expect, test } from 'vitest';
import { createHubClient } from '#shared/client.ts';
import {
  acceptInvitation,
  createInvitation,
  deleteInvitation,
  getHub,
  listInvitations,
  listPeople,
  personChanged,
  previewInvitation,
  setAdministrator,
} from '#shared/contract/accounts.ts';
import { program, raw, refusedWith } from './accounts-kit.ts';
import { createTestHub } from './hub.ts';
import { company } from './seeds/accounts.ts';
import { emailOf, password } from './world.ts';

const secretOf = (url: string) => url.split('/').at(-1) ?? '';
const account = (name: string) => ({
  displayName: name,
  email: emailOf(name),
  password,
  locale: 'fr' as const,
  timeZone: 'Europe/Paris',
});

test('a link makes its holder a colleague, and colleagues hear of it', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada, ben] = await hub.connect('ada', 'ben');
  const { invitation, url } = await ada.call(createInvitation, {});
  expect(invitation).toMatchObject({ role: 'member', email: null, maxUses: 1, uses: 0 });
  expect(url).toMatch(new RegExp(`^${hub.url}/invite/[\\w-]{43}$`));
  const stranger = createHubClient({ url: hub.url });
  const params = { secret: secretOf(url) };
  expect(await stranger.request(previewInvitation, { params })).toEqual({
    organisationName: 'Example Works',
    role: 'member',
    email: null,
    invitedBy: 'Ada',
  });
  const heard = ben.next(personChanged);
  const answer = await raw(hub.url, 'POST', `/api/v1/invitations/${params.secret}/accept`, {
    body: account('emil'),
  });
  expect(answer).toMatchObject({
    status: 200,
    body: { displayName: 'emil', kind: 'member', isAdmin: false, locale: 'fr' },
  });
  expect((await heard).person.displayName).toBe('emil');
  const cookie = answer.cookies[0]?.split(';')[0] ?? '';
  expect((await createHubClient({ url: hub.url, cookie }).request(getHub)).me).toEqual(answer.body);
  expect((await ada.call(listInvitations, {})).invitations[0]).toMatchObject({ id: invitation.id, uses: 1 });
});

test.each([
  ['administrator', { kind: 'member', isAdmin: true }],
  ['customer', { kind: 'customer', isAdmin: false }],
] as const)('an invitation as %s gives that role', async (role, expected) => {
  await using hub = await createTestHub({ seed: company });
  expect((await hub.world.invite('ada', 'frida', role)).me).toMatchObject(expected);
});

test('an invitation with one use, used by five at once, makes one account', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada] = await hub.connect('ada');
  const { url } = await ada.call(createInvitation, { maxUses: 1 });
  const stranger = createHubClient({ url: hub.url });
  const names = ['emil', 'frida', 'greta', 'hugo', 'ines'];
  const outcomes = await Promise.allSettled(
    names.map((name) =>
      stranger.request(acceptInvitation, { params: { secret: secretOf(url) }, body: account(name) }),
    ),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(4);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'expired' });
  const { people } = await ada.call(listPeople, {});
  expect(people.filter(({ displayName }) => names.includes(displayName))).toHaveLength(1);
});

test('one for an address is for that address alone, in any case', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada] = await hub.connect('ada');
  const { url } = await ada.call(createInvitation, { email: 'Emil@Example.org', maxUses: null });
  const stranger = createHubClient({ url: hub.url });
  const accept = (name: string) =>
    stranger.request(acceptInvitation, { params: { secret: secretOf(url) }, body: account(name) });
  await expect(accept('frida')).rejects.toMatchObject(refusedWith('forbidden', 'otherEmail'));
  await expect(accept('emil')).resolves.toMatchObject({ email: 'emil@example.org' });
});

test('an address that has an account costs no use', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada] = await hub.connect('ada');
  const { url } = await ada.call(createInvitation, {});
  const stranger = createHubClient({ url: hub.url });
  const accept = (email: string) =>
    stranger.request(acceptInvitation, {
      params: { secret: secretOf(url) },
      body: { ...account('emil'), email },
    });
  await expect(accept('BEN@example.org')).rejects.toMatchObject(refusedWith('conflict', 'emailTaken'));
  await expect(accept('emil@example.org')).resolves.toMatchObject({ displayName: 'emil' });
});

test('used up, withdrawn, past and never existing links look alike', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada] = await hub.connect('ada');
  const used = await ada.call(createInvitation, {});
  const withdrawn = await ada.call(createInvitation, {});
  const past = await ada.call(createInvitation, {});
  await raw(hub.url, 'POST', `/api/v1/invitations/${secretOf(used.url)}/accept`, { body: account('emil') });
  await ada.call(deleteInvitation, { invitationId: withdrawn.invitation.id });
  await using db = hub.database.open();
  await db.pool.query(`update invitations set expires_at = now() where id = $1`, [past.invitation.id]);
  const looks = async (secret: string) => {
    const preview = await raw(hub.url, 'GET', `/api/v1/invitations/${secret}`);
    const accept = await raw(hub.url, 'POST', `/api/v1/invitations/${secret}/accept`, {
      body: account('frida'),
    });
    return [preview, accept].map(({ status, body, cookies }) => ({ status, body, cookies }));
  };
  const never = await looks('a'.repeat(43));
  expect(never).toMatchObject([{ status: 410 }, { status: 410, cookies: [] }]);
  for (const { url } of [used, withdrawn, past]) expect(await looks(secretOf(url))).toEqual(never);
});

test('the links of somebody who is no administrator any more lose their force', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada] = await hub.connect('ada');
  await ada.call(setAdministrator, { personId: hub.seed.ben, isAdmin: true });
  const [ben] = await hub.connect('ben');
  const { url } = await ben.call(createInvitation, {});
  await ada.call(setAdministrator, { personId: hub.seed.ben, isAdmin: false });
  const answer = await raw(hub.url, 'GET', `/api/v1/invitations/${secretOf(url)}`);
  expect(answer).toMatchObject({ status: 410 });
});

test('only administrators invite, list and withdraw; their tokens need the scope', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada, ben, dora] = await hub.connect('ada', 'ben', 'dora');
  const { invitation } = await ada.call(createInvitation, {});
  for (const outsider of [ben, dora]) {
    await expect(outsider.call(createInvitation, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(outsider.call(listInvitations, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(outsider.call(deleteInvitation, { invitationId: invitation.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  using reader = await program(hub.url, ada, ['people:read']);
  await reader.connect();
  await expect(reader.call(createInvitation, {})).rejects.toMatchObject(refusedWith('forbidden', 'scope'));
  using administrator = await program(hub.url, ada, ['admin']);
  await administrator.connect();
  await expect(administrator.call(createInvitation, {})).resolves.toMatchObject({ url: expect.any(String) });
  using robot = await program(hub.url, ben, ['admin']);
  await robot.connect();
  await expect(robot.call(createInvitation, {})).rejects.toMatchObject({ code: 'forbidden' });
});

test('guessing links is slowed down', async () => {
  await using hub = await createTestHub({ seed: company });
  const stranger = createHubClient({ url: hub.url });
  const guess = () => stranger.request(previewInvitation, { params: { secret: 'a'.repeat(43) } });
  const codes = new Set<string>();
  for (let count = 0; count < 101 && !codes.has('tooMany'); count++)
    await guess().catch((error: { code: string }) => codes.add(error.code));
  expect([...codes]).toEqual(['expired', 'tooMany']);
});
