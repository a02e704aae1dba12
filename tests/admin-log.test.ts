import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonical, type Sealed, zeroHash } from '#server/admin/audit/canonical.ts';
import { createHubClient } from '#shared/client.ts';
import {
  changePassword,
  createInvitation,
  createToken,
  deleteInvitation,
  deleteToken,
  restorePerson,
  setAdministrator,
  signIn,
  signOut,
  suspendPerson,
} from '#shared/contract/accounts.ts';
import { type AuditEntry, listAudit, listAuditActions, verifyAudit } from '#shared/contract/admin.ts';
import {
  answerKnock,
  archiveMeeting,
  createMeeting,
  knock,
  setMeetingRole,
} from '#shared/contract/meetings.ts';
import { addSpaceMember, removeSpaceMember, setSpaceRole } from '#shared/contract/spaces.ts';
import { program, raw } from './accounts-kit.ts';
import { createTestHub } from './hub.ts';
import { company, companyWithSpaces } from './seeds/accounts.ts';
import { emailOf, password } from './world.ts';

const brief = ({ action, actor, target }: AuditEntry) =>
  `${actor?.displayName ?? '-'} ${action} ${target?.name ?? ''}`.trim();

describe('the log', () => {
  test('tells who let whom do what, and from where', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const { chloe, dora, workshop } = hub.seed;
    const { token } = await ben.call(createToken, { name: 'robot', scopes: ['admin'], expiresInDays: 1 });
    await ben.call(deleteToken, { tokenId: token.id });
    const { invitation } = await ada.call(createInvitation, { email: 'new@example.org' });
    await ada.call(deleteInvitation, { invitationId: invitation.id });
    await ben.call(changePassword, { current: password, next: 'another good password' });
    await ben.call(setSpaceRole, { spaceId: workshop, personId: chloe, role: 'moderator' });
    await ben.call(removeSpaceMember, { spaceId: workshop, personId: chloe });
    await ben.call(addSpaceMember, { spaceId: workshop, personId: chloe });
    await ada.call(setAdministrator, { personId: chloe, isAdmin: true });
    await ada.call(suspendPerson, { personId: dora });
    await ada.call(restorePerson, { personId: dora });
    const meeting = await ben.call(createMeeting, { title: 'Talk', lobby: true });
    const gil = await hub.world.guest('gil', meeting);
    await gil.client.connect();
    await gil.client.call(knock, { meetingId: meeting.id });
    await ben.call(answerKnock, { meetingId: meeting.id, personId: gil.me.id, admit: true });
    await ben.call(setMeetingRole, { meetingId: meeting.id, personId: gil.me.id, role: 'host' });
    await ben.call(archiveMeeting, { meetingId: meeting.id });
    const again = await hub.world.signIn('chloe');
    await again.client.request(signOut);
    const { entries } = await ada.call(listAudit, { limit: 200 });
    const told = entries.map(brief).reverse();
    expect(told.slice(told.indexOf('Ben tokens.created robot'))).toEqual([
      'Ben tokens.created robot',
      'Ben tokens.deleted robot',
      'Ada invitations.created new@example.org',
      'Ada invitations.deleted new@example.org',
      'Ben accounts.passwordChanged',
      'Ben spaces.roleChanged Chloe',
      'Ben spaces.memberRemoved Chloe',
      'Ben spaces.memberAdded Chloe',
      'Ada people.madeAdministrator Chloe',
      'Ada people.suspended Dora',
      'Ada people.restored Dora',
      'Ben meetings.created Talk',
      'Gil meetings.guestEntered Talk',
      'Ben meetings.admitted Talk',
      'Ben meetings.roleChanged Talk',
      'Ben meetings.archived Talk',
      'Chloe accounts.signedIn',
      'Chloe accounts.signedOut',
    ]);
    expect(told[0]).toBe('Ada organisation.setUp Example Works');
    for (const { address } of entries) expect(address).toContain('127.0.0.1');
    const all = JSON.stringify(entries);
    for (const secret of [password, 'another good password', hub.world.get('ben').cookie.split('=')[1] ?? ''])
      expect(all).not.toContain(secret);
    expect(await ada.call(verifyAudit, {})).toMatchObject({ ok: true, checked: entries.length });
  });

  test('is filtered and paged', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    const stranger = createHubClient({ url: hub.url });
    const wrong = { body: { email: emailOf('ben'), password: 'wrong' } };
    await expect(stranger.request(signIn, wrong)).rejects.toMatchObject({ code: 'unauthenticated' });
    await hub.world.signIn('ben');
    await expect
      .poll(async () => (await ada.call(listAudit, { action: 'accounts.signInFailed' })).entries.length)
      .toBe(1);
    const list = async (query: Parameters<typeof ada.call<typeof listAudit>>[1]) =>
      (await ada.call(listAudit, query)).entries.map(brief);
    expect(await list({ action: 'accounts' })).toHaveLength(2);
    expect(await list({ actorId: hub.seed.ben })).toEqual([
      'Ben accounts.signedIn',
      'Ben invitations.accepted member',
    ]);
    expect(await list({ text: 'BEN@example' })).toEqual(['- accounts.signInFailed']);
    expect(await list({ text: '%' })).toEqual([]);
    expect(await list({ to: '2020-01-01T00:00:00Z' })).toEqual([]);
    const whole = await list({ limit: 200 });
    const pages: string[] = [];
    for (let before: number | undefined; ; ) {
      const { entries, more } = await ada.call(listAudit, { limit: 3, ...(before && { before }) });
      pages.push(...entries.map(brief));
      before = entries.at(-1)?.seq;
      if (!more) break;
    }
    expect(pages).toEqual(whole);
    const { actions } = await ada.call(listAuditActions, {});
    expect(actions).toEqual([...actions].sort());
    expect(actions).toContain('accounts.signInFailed');
  });
});

describe('the export', () => {
  test('is a chain that verifies from the file alone', async () => {
    await using hub = await createTestHub({ seed: company });
    const { cookie } = hub.world.get('ada');
    const response = await fetch(`${hub.url}/api/v1/admin/audit`, { headers: { cookie } });
    expect(response.headers.get('content-type')).toContain('application/jsonl');
    const lines = (await response.text()).trim().split('\n');
    let before = zeroHash;
    for (const line of lines) {
      const { hash, ...entry } = JSON.parse(line) as Sealed & { hash: string };
      before = createHash('sha256').update(before).update(canonical(entry)).digest();
      expect(before.toString('hex')).toBe(hash);
    }
    expect(lines.length).toBeGreaterThan(7);
  });

  test('as CSV has a line an entry, filtered, and is told of in the log', async () => {
    await using hub = await createTestHub({ seed: company });
    const { cookie } = hub.world.get('ada');
    const get = (query: string) => fetch(`${hub.url}/api/v1/admin/audit?${query}`, { headers: { cookie } });
    const text = await (await get('format=csv&action=invitations.accepted')).text();
    expect(text.split('\r\n').filter(Boolean)).toHaveLength(4);
    expect(text).toContain('"seq","id","at"');
    const [ada] = await hub.connect('ada');
    const { entries } = await ada.call(listAudit, { action: 'audit' });
    expect(entries).toMatchObject([{ action: 'audit.exported', facts: { format: 'csv', filtered: true } }]);
    expect((await get('format=xml')).status).toBe(400);
  });

  test('is not there for anybody else', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, ada] = await hub.connect('ben', 'ada');
    const { cookie } = hub.world.get('ben');
    expect(await raw(hub.url, 'GET', '/api/v1/admin/audit', { headers: { cookie } })).toMatchObject({
      status: 404,
    });
    using weak = await program(hub.url, ada, ['people:read']);
    expect(weak.state).toBe('idle');
    expect(ben.state).toBe('online');
  });
});
