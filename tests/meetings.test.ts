import { describe, expect, test } from 'vitest';
import { createHubClient } from '#shared/client.ts';
import { getPeople, suspendPerson } from '#shared/contract/accounts.ts';
import { getChannel, sendMessage } from '#shared/contract/chat.ts';
import type { MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import {
  answerKnock,
  archiveMeeting,
  createMeeting,
  createMeetingRoute,
  getMeeting,
  joinAsGuest,
  knock,
  knockAnswered,
  knocksChanged,
  listKnocks,
  listMeetings,
  listMeetingsRoute,
  meetingChanged,
  meetingRemoved,
  peekMeeting,
  setMeetingRole,
  updateMeeting,
  withdrawKnock,
} from '#shared/contract/meetings.ts';
import { addSpaceMember } from '#shared/contract/spaces.ts';
import { createTestHub } from './hub.ts';
import { newClientId } from './seeds/chat.ts';
import { withMeetings } from './seeds/meetings.ts';

const nowhere = '00000000-0000-4000-8000-000000000000';

describe('making and changing', () => {
  test('a member makes a meeting with a channel and is its host', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const [ben, dora] = await hub.connect('ben', 'dora');
    const meeting = await ben.call(createMeeting, { title: '  Retro ' });
    expect(meeting).toMatchObject({
      title: 'Retro',
      lobby: true,
      role: 'host',
      can: { host: true, manage: true },
      live: { count: 0, people: [] },
    });
    expect(await ben.call(getChannel, { channelId: meeting.channelId })).toMatchObject({
      meetingId: meeting.id,
      can: { post: true, moderate: true },
    });
    expect(await ben.request(createMeetingRoute, { body: { title: 'By REST' } })).toMatchObject({
      title: 'By REST',
    });
    await expect(dora.call(createMeeting, { title: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ben.call(createMeeting, { title: '' })).rejects.toMatchObject({ code: 'invalid' });
    const spaceId = nowhere as SpaceId;
    await expect(ben.call(createMeeting, { title: 'x', spaceId })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  test('hosts change it and everybody who has it in their list hears so', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup, planning } = hub.seed;
    const [ben, chloe, gus] = await hub.connect('ben', 'chloe', 'gus');
    const heard = chloe.next(meetingChanged);
    const changed = await ben.call(updateMeeting, { meetingId: standup.id, title: 'Daily' });
    expect(changed).toMatchObject({ title: 'Daily', lobby: false });
    expect((await heard).meeting).toMatchObject({ id: standup.id, title: 'Daily' });
    expect(await ben.call(updateMeeting, { meetingId: standup.id })).toMatchObject({ title: 'Daily' });
    const change = { meetingId: standup.id, title: 'No' };
    await expect(chloe.call(updateMeeting, change)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(gus.call(updateMeeting, change)).rejects.toMatchObject({ code: 'notFound' });
    await expect(gus.call(archiveMeeting, { meetingId: planning.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('an archived meeting is gone for everybody', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { planning } = hub.seed;
    const [ben, chloe, gus] = await hub.connect('ben', 'chloe', 'gus');
    await chloe.call(getMeeting, { code: planning.code });
    expect(await gus.call(knock, { meetingId: planning.id })).toMatchObject({ state: 'waiting' });
    const [removed, answered] = [ben.next(meetingRemoved), gus.next(knockAnswered)];
    await ben.call(archiveMeeting, { meetingId: planning.id });
    expect(await removed).toEqual({ meetingId: planning.id });
    expect(await answered).toEqual({ meetingId: planning.id, state: 'denied' });
    for (const person of [ben, chloe, gus])
      await expect(person.call(getMeeting, { code: planning.code })).rejects.toMatchObject({
        code: 'notFound',
      });
    await expect(gus.call(knock, { meetingId: planning.id })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ben.call(archiveMeeting, { meetingId: planning.id })).rejects.toMatchObject({
      code: 'notFound',
    });
    const { meetings } = await ben.call(listMeetings, {});
    expect(meetings.map(({ title }) => title)).toEqual(['Stand-up']);
    await expect(
      ben.call(sendMessage, { channelId: planning.channelId, clientId: newClientId(), body: 'late' }),
    ).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('finding', () => {
  test('the list holds those of my spaces, those I made and those I was in, in pages', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup, planning } = hub.seed;
    const [ada, ben, chloe, gus] = await hub.connect('ada', 'ben', 'chloe', 'gus');
    const titles = async (client: typeof ada) =>
      (await client.call(listMeetings, {})).meetings.map(({ title }) => title);
    expect(await titles(ada)).toEqual([]);
    expect(await titles(ben)).toEqual(['Stand-up', 'Planning']);
    expect(await titles(chloe)).toEqual(['Stand-up']);
    expect(await titles(gus)).toEqual([]);
    for (const title of ['3', '4', '5']) await ben.call(createMeeting, { title });
    const first = await ben.call(listMeetings, { limit: 2 });
    expect(first).toMatchObject({ more: true, meetings: [{ title: '5' }, { title: '4' }] });
    const before = first.meetings[1]?.id;
    const rest = await ben.request(listMeetingsRoute, { query: { before, limit: 10 } });
    expect(rest).toMatchObject({
      more: false,
      meetings: [{ title: '3' }, { id: standup.id }, { id: planning.id }],
    });
  });

  test('by code: any member, a guest their own, and a wrong code nobody', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup, planning } = hub.seed;
    const [ada, gus, dora] = await hub.connect('ada', 'gus', 'dora');
    expect(await ada.call(getMeeting, { code: planning.code })).toMatchObject({
      role: 'participant',
      can: { host: false, manage: false },
    });
    expect(await gus.call(getMeeting, { code: planning.code })).toMatchObject({ id: planning.id });
    expect(await dora.call(getMeeting, { code: planning.code })).toMatchObject({ id: planning.id });
    await expect(gus.call(getMeeting, { code: standup.code })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ada.call(getMeeting, { code: 'aaa-aaaa-aaa' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ada.call(getMeeting, { code: '../..' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('guests by link', () => {
  test('a stranger sees the title and enters with a name', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { planning } = hub.seed;
    const stranger = createHubClient({ url: hub.url });
    const params = { code: planning.code };
    expect(await stranger.request(peekMeeting, { params })).toEqual({
      title: 'Planning',
      organisationName: 'Example Works',
      lobby: true,
      liveCount: 0,
    });
    const unknown = { code: 'zzz-zzzz-zzz' };
    await expect(stranger.request(peekMeeting, { params: unknown })).rejects.toMatchObject({
      code: 'notFound',
    });
    const body = { displayName: 'Grace', locale: 'fr' as const };
    await expect(stranger.request(joinAsGuest, { params: unknown, body })).rejects.toMatchObject({
      code: 'notFound',
    });
    const me = await stranger.request(joinAsGuest, { params, body });
    expect(me).toMatchObject({ kind: 'guest', displayName: 'Grace', guestMeetingCode: planning.code });
    expect(me.can).toEqual({ invite: false, createSpace: false, createMeeting: false, administer: false });
    await expect(
      stranger.request(joinAsGuest, { params, body: { displayName: ' ', locale: 'fr' } }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  test('guessing codes runs into the rate limit', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const stranger = createHubClient({ url: hub.url });
    const codes = await Promise.allSettled(
      Array.from({ length: 130 }, () => stranger.request(peekMeeting, { params: { code: 'zzz-zzzz-zzz' } })),
    );
    const codesSeen = new Set(codes.map((each) => (each.status === 'rejected' ? each.reason.code : 'ok')));
    expect(codesSeen).toEqual(new Set(['notFound', 'tooMany']));
  });

  test('nothing is open to somebody who is not signed in', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const anonymous = createHubClient({ url: hub.url });
    await expect(anonymous.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(anonymous.request(listMeetingsRoute)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(anonymous.request(createMeetingRoute, { body: { title: 'x' } })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('before being let in, a guest neither reads the chat nor sees people', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { planning } = hub.seed;
    const [ben, gus, greta] = await hub.connect('ben', 'gus', 'greta');
    const channel = { channelId: planning.channelId };
    await expect(gus.call(getChannel, channel)).rejects.toMatchObject({ code: 'notFound' });
    await gus.call(knock, { meetingId: planning.id });
    await ben.call(answerKnock, { meetingId: planning.id, personId: meOf(gus), admit: true });
    expect(await gus.call(getChannel, channel)).toMatchObject({ can: { post: true, moderate: false } });
    await expect(greta.call(getChannel, channel)).rejects.toMatchObject({ code: 'notFound' });
    await ben.call(knock, { meetingId: planning.id });
    const seen = await gus.call(getPeople, { ids: [hub.seed.ben, hub.seed.chloe] });
    expect(seen.people.map(({ id }) => id)).toEqual([hub.seed.ben]);
  });
});

const meOf = (client: { me: { id: PersonId } | undefined }): PersonId => {
  if (!client.me) throw new Error('not connected');
  return client.me.id;
};

describe('the lobby', () => {
  test('members walk in, guests wait, hosts hear who waits and answer', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { id: meetingId, channelId } = hub.seed.planning;
    const [ben, chloe, gus, gwen] = await hub.connect('ben', 'chloe', 'gus', 'gwen');
    expect(await chloe.call(knock, { meetingId })).toEqual({ state: 'admitted', channelId });
    const first = ben.next(knocksChanged);
    expect(await gus.call(knock, { meetingId })).toEqual({ state: 'waiting', channelId });
    expect((await first).waiting.map(({ displayName }) => displayName)).toEqual(['Gus']);
    const second = ben.next(knocksChanged);
    await gwen.call(knock, { meetingId });
    await second;
    await gus.call(knock, { meetingId });
    const { waiting } = await ben.call(listKnocks, { meetingId });
    expect(waiting.map(({ displayName }) => displayName)).toEqual(['Gus', 'Gwen']);

    const [told, left] = [gus.next(knockAnswered), ben.next(knocksChanged)];
    await ben.call(answerKnock, { meetingId, personId: meOf(gus), admit: true });
    expect(await told).toEqual({ meetingId, state: 'admitted' });
    expect((await left).waiting.map(({ displayName }) => displayName)).toEqual(['Gwen']);
    await ben.call(answerKnock, { meetingId, personId: meOf(gus), admit: true });
    const refused = gwen.next(knockAnswered);
    await ben.call(answerKnock, { meetingId, personId: meOf(gwen), admit: false });
    expect(await refused).toEqual({ meetingId, state: 'denied' });
    expect(await gwen.call(knock, { meetingId })).toEqual({ state: 'denied', channelId });
    expect(await gus.call(knock, { meetingId })).toEqual({ state: 'admitted', channelId });
    await expect(
      ben.call(answerKnock, { meetingId, personId: meOf(gwen), admit: true }),
    ).rejects.toMatchObject({ code: 'conflict', details: { reason: 'notWaiting' } });
  });

  test('only hosts see and answer knocks', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { id: meetingId } = hub.seed.planning;
    const [chloe, gus, greta] = await hub.connect('chloe', 'gus', 'greta');
    await gus.call(knock, { meetingId });
    for (const person of [chloe, gus]) {
      await expect(person.call(listKnocks, { meetingId })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(
        person.call(answerKnock, { meetingId, personId: meOf(gus), admit: true }),
      ).rejects.toMatchObject({ code: 'forbidden' });
    }
    for (const command of [knock, listKnocks, withdrawKnock])
      await expect(greta.call(command, { meetingId })).rejects.toMatchObject({ code: 'notFound' });
  });

  test('a knock ends with a word, with the last tab, and with the hub', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { id: meetingId } = hub.seed.planning;
    const [ben, gus] = await hub.connect('ben', 'gus');
    await gus.call(knock, { meetingId });
    await gus.call(withdrawKnock, { meetingId });
    await gus.call(withdrawKnock, { meetingId });
    expect(await ben.call(listKnocks, { meetingId })).toEqual({ waiting: [] });

    const otherTab = await hub.world.tab('gus');
    await gus.call(knock, { meetingId });
    await otherTab.call(knock, { meetingId });
    otherTab.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await ben.call(listKnocks, { meetingId })).waiting).toHaveLength(1);
    const gone = ben.next(knocksChanged);
    gus.close();
    expect((await gone).waiting).toEqual([]);
  });

  test('turning it off lets in everybody who waits', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { id: meetingId } = hub.seed.planning;
    const [ben, gus] = await hub.connect('ben', 'gus');
    await gus.call(knock, { meetingId });
    const told = gus.next(knockAnswered);
    await ben.call(updateMeeting, { meetingId, lobby: false });
    expect(await told).toEqual({ meetingId, state: 'admitted' });
    await ben.call(updateMeeting, { meetingId, lobby: true });
    expect(await gus.call(knock, { meetingId })).toMatchObject({ state: 'admitted' });
  });
});

describe('roles', () => {
  test('last, and make hosts of members, customers and guests', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { id: meetingId, code } = hub.seed.planning;
    const [ben, chloe, gus, dora] = await hub.connect('ben', 'chloe', 'gus', 'dora');
    const give = (personId: PersonId, role: 'host' | 'participant') =>
      ben.call(setMeetingRole, { meetingId, personId, role });
    await expect(give(hub.seed.chloe, 'host')).rejects.toMatchObject({ code: 'notFound' });
    await chloe.call(knock, { meetingId });
    await give(hub.seed.chloe, 'host');
    expect(await chloe.call(getMeeting, { code })).toMatchObject({ role: 'host', can: { manage: true } });
    const heard = chloe.next(knocksChanged);
    await gus.call(knock, { meetingId });
    expect((await heard).waiting).toHaveLength(1);
    await chloe.call(answerKnock, { meetingId, personId: meOf(gus), admit: true });
    await give(meOf(gus), 'host');
    expect(await gus.call(getMeeting, { code })).toMatchObject({ role: 'host', can: { manage: false } });
    await expect(gus.call(updateMeeting, { meetingId, title: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await give(hub.seed.chloe, 'participant');
    await expect(chloe.call(listKnocks, { meetingId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(give(hub.seed.ben, 'participant')).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'creator' },
    });
    await expect(
      dora.call(setMeetingRole, { meetingId, personId: hub.seed.dora, role: 'host' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      ben.call(setMeetingRole, { meetingId: nowhere as MeetingId, personId: hub.seed.ben, role: 'host' }),
    ).rejects.toMatchObject({ code: 'notFound' });
  });

  test('whoever leads the space leads its meetings', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup, workshop, ada } = hub.seed;
    const [ben, boss] = await hub.connect('ben', 'ada');
    await ben.call(addSpaceMember, { spaceId: workshop, personId: ada, role: 'moderator' });
    expect(await boss.call(getMeeting, { code: standup.code })).toMatchObject({
      role: 'host',
      can: { host: true, manage: true },
    });
  });

  test('a suspended guest is gone from the line', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { id: meetingId } = hub.seed.planning;
    const [ada, ben, gus] = await hub.connect('ada', 'ben', 'gus');
    const waits = ben.next(knocksChanged);
    await gus.call(knock, { meetingId });
    await waits;
    const gone = ben.next(knocksChanged);
    await ada.call(suspendPerson, { personId: meOf(gus) });
    expect((await gone).waiting).toEqual([]);
  });
});
