import { describe, expect, test } from 'vitest';
import { createHubClient, type HubClient } from '#shared/client.ts';
import { suspendPerson } from '#shared/contract/accounts.ts';
import * as admin from '#shared/contract/admin.ts';
import { allCommands } from '#shared/contract/all.ts';
import type { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import { createMeeting, joinAsGuest } from '#shared/contract/meetings.ts';
import { archiveSpace, createSpace } from '#shared/contract/spaces.ts';
import { dropped, program, raw, refusedWith } from './accounts-kit.ts';
import { createTestHub } from './hub.ts';
import { company, companyWithSpaces } from './seeds/accounts.ts';

const nobody = '00000000-0000-4000-8000-000000000000';
const inputs: Record<string, unknown> = {
  'admin:setNodeState': { node: 'x', state: 'cordoned' },
  'admin:removeNode': { node: 'x' },
  'admin:createJoinToken': { region: 'eu', label: 'x' },
  'admin:describeRoom': { meetingId: nobody },
  'admin:signOutPerson': { personId: nobody },
  'admin:setAutoscaling': { enabled: false, monthlyCap: null, regions: {} },
};
const commands = allCommands.filter(({ name }) => name.startsWith('admin:'));

describe('all of it is for administrators', () => {
  test('every command refuses members, customers, weak tokens and nonsense', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, dora, ada] = await hub.connect('ben', 'dora', 'ada');
    using weak = await program(hub.url, ada, ['people:read']);
    using strong = await program(hub.url, ada, ['admin']);
    await Promise.all([weak.connect(), strong.connect()]);
    expect(commands.length).toBeGreaterThan(18);
    for (const command of commands) {
      const input = inputs[command.name] ?? {};
      const codeFor = (client: HubClient, what: unknown = input) =>
        client.call(command, what).then(
          () => 'ok',
          (error: AppError) => `${error.code} ${error.details.reason ?? ''}`.trim(),
        );
      const codes = [await codeFor(ben), await codeFor(dora), await codeFor(weak), await codeFor(ada, 'x')];
      expect([command.name, ...codes]).toEqual([
        command.name,
        'forbidden',
        'forbidden',
        'forbidden scope',
        'invalid',
      ]);
      expect([command.name, await codeFor(strong)]).not.toContain('forbidden');
    }
  });

  test('a stranger gets no connection and no export', async () => {
    await using hub = await createTestHub({ seed: company });
    await expect(createHubClient({ url: hub.url }).connect()).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(await raw(hub.url, 'GET', '/api/v1/admin/audit')).toMatchObject({ status: 401 });
  });
});

describe('the overview', () => {
  test('counts people, spaces and messages', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, ben] = await hub.connect('ada', 'ben');
    await ada.call(suspendPerson, { personId: hub.seed.chloe });
    await ben.call(archiveSpace, { spaceId: hub.seed.commons });
    expect(await ada.call(admin.getOverview, {})).toMatchObject({
      people: { members: 3, customers: 1, guests: 0, suspended: 1 },
      administrators: 1,
      spaces: 2,
      messagesToday: 0,
      meetingsLive: 0,
      participants: 0,
      version: expect.stringMatching(/^\d/),
    });
  });
});

describe('people', () => {
  test('are listed with what administrators need to know', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    const { people, more } = await ada.call(admin.listAllPeople, {});
    expect(more).toBe(false);
    expect(people.map(({ person }) => person.displayName)).toEqual(['Ada', 'Ben', 'Chloe', 'Dora']);
    expect(people[0]).toMatchObject({
      email: 'ada@example.org',
      isAdmin: true,
      suspended: false,
      sessions: 1,
      lastSeenAt: expect.any(String),
    });
    const found = await ada.call(admin.listAllPeople, { search: 'CHLÓE' });
    expect(found.people.map(({ person }) => person.displayName)).toEqual(['Chloe']);
    const rest = await ada.call(admin.listAllPeople, { after: people[1]?.person.id as PersonId });
    expect(rest.people).toHaveLength(2);
  });

  test('are signed out everywhere', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const other = await hub.world.signIn('ben');
    await other.client.connect();
    const gone = Promise.all([dropped(ben), dropped(other.client)]);
    expect(await ada.call(admin.signOutPerson, { personId: hub.seed.ben })).toEqual({ ended: 2 });
    await gone;
    expect(ben.state).toBe('refused');
    await expect(ada.call(admin.signOutPerson, { personId: nobody as PersonId })).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});

describe('spaces', () => {
  test('are all listed, also those the administrator is not in and archived ones', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, ben] = await hub.connect('ada', 'ben');
    await ben.call(archiveSpace, { spaceId: hub.seed.commons });
    const { spaces } = await ada.call(admin.listAllSpaces, {});
    expect(
      spaces.map(({ name, members, channels, archivedAt }) => [name, members, channels, archivedAt !== null]),
    ).toEqual([
      ['Commons', 1, 1, true],
      ['Dora & Sons', 2, 1, false],
      ['Workshop', 2, 1, false],
    ]);
    const found = await ada.call(admin.listAllSpaces, { search: 'work' });
    expect(found.spaces.map(({ name }) => name)).toEqual(['Workshop']);
    const rest = await ada.call(admin.listAllSpaces, { after: hub.seed.doras });
    expect(rest.spaces.map(({ name }) => name)).toEqual(['Workshop']);
  });
});

describe('settings', () => {
  test('are changed one by one and are told to everybody who asks', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    const before = await ada.call(admin.getSettings, {});
    expect(before).toEqual({
      name: 'Example Works',
      lobbyByDefault: true,
      guests: true,
      sessionDays: 30,
      auditDays: 365,
    });
    const after = await ada.call(admin.updateSettings, { name: 'Example & Sons', auditDays: 90 });
    expect(after).toEqual({ ...before, name: 'Example & Sons', auditDays: 90 });
    expect(await ada.call(admin.getSettings, {})).toEqual(after);
    const { body } = await raw(hub.url, 'GET', '/api/v1/hub');
    expect(body).toMatchObject({ organisationName: 'Example & Sons' });
    await expect(ada.call(admin.updateSettings, { sessionDays: 0 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('a new meeting has a lobby, or not, as they say', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    expect(await ben.call(createMeeting, { title: 'with' })).toMatchObject({ lobby: true });
    await ada.call(admin.updateSettings, { lobbyByDefault: false });
    expect(await ben.call(createMeeting, { title: 'without' })).toMatchObject({ lobby: false });
    expect(await ben.call(createMeeting, { title: 'wished', lobby: true })).toMatchObject({ lobby: true });
  });

  test('without guests nobody comes in by link', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const { code } = await ben.call(createMeeting, { title: 'open' });
    await ada.call(admin.updateSettings, { guests: false });
    const stranger = createHubClient({ url: hub.url });
    const enter = () =>
      stranger.request(joinAsGuest, { params: { code }, body: { displayName: 'Gil', locale: 'en' } });
    await expect(enter()).rejects.toMatchObject(refusedWith('forbidden', 'guestsOff'));
    await ada.call(admin.updateSettings, { guests: true });
    await expect(enter()).resolves.toMatchObject({ kind: 'guest' });
  });

  test('fewer days end sessions earlier, those there are as well', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    await ada.call(admin.updateSettings, { sessionDays: 2 });
    await hub.world.signIn('ben');
    await using db = hub.database.open();
    const { rows } = await db.pool.query<{ days: number }>(
      `select (extract(epoch from expires_at - last_seen_at) / 86400)::float as days from sessions`,
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const { days } of rows) expect(days).toBeLessThanOrEqual(2.001);
  });
});

describe('health', () => {
  test('every check answers with a status, a reason and its facts', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    const { checks } = await ada.call(admin.getHealth, {});
    expect(checks.map(({ id }) => id)).toEqual([...admin.healthChecks]);
    const statuses = Object.fromEntries(checks.map(({ id, status, reason }) => [id, `${status} ${reason}`]));
    expect(statuses).toMatchObject({
      database: 'ok fine',
      bus: 'ok single',
      blobs: 'ok fine',
      media: 'ok fine',
      turn: 'off none',
      certificates: 'off off',
      clock: 'ok fine',
      versions: 'ok fine',
    });
  });
});

describe('live rooms', () => {
  test('none at first, and an unknown one is not found', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    await ben.call(createSpace, { name: 'Workshop', kind: 'team' });
    expect(await ada.call(admin.listRooms, {})).toEqual({ rooms: [], total: 0 });
    await expect(ada.call(admin.describeRoom, { meetingId: nobody as MeetingId })).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});
