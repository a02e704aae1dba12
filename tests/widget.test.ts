import { describe, expect, test } from 'vitest';
import { createHubClient } from '#shared/client.ts';
import { changePassword, createToken } from '#shared/contract/accounts.ts';
import { listChannels } from '#shared/contract/chat.ts';
import {
  createTicket,
  getTicket,
  listTickets,
  replyToTicket,
  startTicketCall,
  ticketChanged,
  updateTicket,
  watchTickets,
} from '#shared/contract/tickets.ts';
import {
  createReturnLink,
  createWidget,
  deleteWidget,
  enterCall,
  getVisitor,
  listWidgets,
  openConversation,
  updateWidget,
} from '#shared/contract/widget.ts';
import { createTestHub } from './hub.ts';
import { entryId, open } from './seeds/tickets.ts';
import { aSite, asVisitor, plainWidget, site, sitePage } from './seeds/widget.ts';

const otherSite = 'https://evil.example.com';
const secretOf = (url: string) => url.split('#')[1] ?? '';

describe('a visitor', () => {
  test('asks and is answered, live, and sees nothing but their own', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [ben, cleo] = await hub.connect('ben', 'cleo');
    const { widget, queues } = hub.seed;
    const page = sitePage(hub.url, widget);
    expect(await page.ask('GET', '')).toMatchObject({
      organisationName: 'Example Works',
      title: plainWidget.title,
      fields: plainWidget.fields,
    });
    await hub.world
      .as('ada')
      .then((ada) =>
        ada.call(updateWidget, { widgetId: widget.id, changes: { queueId: queues[1]?.id ?? null } }),
      );
    await ben.call(watchTickets, {});
    const arrived = ben.next(ticketChanged);
    const answers = { order: ' 4711 ', unasked: 'x' };
    using vera = await asVisitor(hub.url, await page.enter('Vera', { answers, page: `${site}/cart` }));
    const body = 'My parcel is late.\nIt was to come on Monday.';
    const clientId = entryId();
    const asked = await vera.call(openConversation, { clientId, body });
    expect(asked).toMatchObject({
      subject: 'My parcel is late.',
      channel: 'widget',
      status: 'new',
      queueId: queues[1]?.id,
      companyId: null,
    });
    expect(await vera.call(openConversation, { clientId, body })).toEqual(asked);
    expect(await arrived).toMatchObject({ ticket: { id: asked.id }, entry: { body } });
    const ticketId = asked.id;
    await vera.call(getTicket, { ticketId });
    const answered = vera.next(ticketChanged);
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which street?' });
    expect(await answered).toMatchObject({ entry: { kind: 'reply', body: 'Which street?' } });
    expect(await ben.call(getVisitor, { ticketId })).toMatchObject({
      visitor: {
        email: 'vera@example.net',
        answers: [{ label: 'Order number', value: '4711' }],
        page: `${site}/cart`,
        widgetName: 'Shop',
      },
    });
    const other = await open(cleo);
    expect(await ben.call(getVisitor, { ticketId: other.id })).toEqual({ visitor: null });
    expect((await vera.call(listTickets, {})).tickets.map(({ id }) => id)).toEqual([ticketId]);
    const gone = { code: 'notFound' };
    const foreign = { ticketId: other.id };
    await expect(vera.call(getTicket, foreign)).rejects.toMatchObject(gone);
    await expect(
      vera.call(replyToTicket, { ...foreign, clientId: entryId(), body: 'Hi' }),
    ).rejects.toMatchObject(gone);
    const forbidden = { code: 'forbidden' };
    await expect(vera.call(updateTicket, { ticketId, changes: {} })).rejects.toMatchObject(forbidden);
    await expect(vera.call(getVisitor, { ticketId })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(getVisitor, { ticketId })).rejects.toMatchObject(forbidden);
    await expect(ben.call(openConversation, { clientId: entryId(), body })).rejects.toMatchObject(forbidden);
  });

  test('has a token that reaches tickets and nothing else, and is no cookie', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const token = await sitePage(hub.url, hub.seed.widget).enter();
    using vera = await asVisitor(hub.url, token);
    const scope = { code: 'forbidden', details: { reason: 'scope' } };
    await expect(vera.call(listChannels, {})).rejects.toMatchObject(scope);
    await expect(
      vera.call(createToken, { name: 'more', scopes: ['profile:read'], expiresInDays: 1 }),
    ).rejects.toMatchObject(scope);
    await expect(
      vera.call(changePassword, { current: '', next: 'a new long password' }),
    ).rejects.toMatchObject(scope);
    await expect(vera.call(listWidgets, {})).rejects.toMatchObject(scope);
    using thief = createHubClient({ url: hub.url, cookie: `entente=${token}` });
    await expect(thief.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('with the address of a customer is somebody else', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [cleo] = await hub.connect('cleo');
    await open(cleo);
    const token = await sitePage(hub.url, hub.seed.widget).enter('Cleo', { email: 'cleo@example.org' });
    using impostor = await asVisitor(hub.url, token);
    expect(impostor.me?.id).not.toBe(hub.seed.idOf('cleo'));
    expect(impostor.me?.email).toBeNull();
    expect((await impostor.call(listTickets, {})).tickets).toEqual([]);
  });

  test('comes back elsewhere with a link, until the next one is made', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [ben, cleo, ada] = await hub.connect('ben', 'cleo', 'ada');
    const { widget } = hub.seed;
    const page = sitePage(hub.url, widget);
    using vera = await asVisitor(hub.url, await page.enter());
    const { id: ticketId } = await vera.call(openConversation, { clientId: entryId(), body: 'Late' });
    const { url } = await vera.call(createReturnLink, {});
    expect(url).toMatch(new RegExp(`^${hub.url}/help/${widget.key}#[\\w-]{43}$`));
    const help = await fetch(url);
    expect(await help.text()).toContain(`data-widget="${widget.key}"`);
    // The help page is the hub's own: no other site.
    const helpPage = sitePage(hub.url, widget, hub.url);
    using phone = await asVisitor(hub.url, await helpPage.comeBack(secretOf(url)), hub.url);
    expect(phone.me?.id).toBe(vera.me?.id);
    expect((await phone.call(listTickets, {})).tickets).toMatchObject([{ id: ticketId }]);
    const second = await ben.call(createReturnLink, { ticketId });
    await expect(helpPage.comeBack(secretOf(url))).rejects.toMatchObject({ code: 'expired' });
    expect(await helpPage.comeBack(secretOf(second.url))).toMatch(/^entv_/);
    const another = await ada.call(createWidget, { ...plainWidget, name: 'Other' });
    await expect(sitePage(hub.url, another).comeBack(secretOf(second.url))).rejects.toMatchObject({
      code: 'expired',
    });
    await expect(helpPage.comeBack('x'.repeat(43))).rejects.toMatchObject({ code: 'expired' });
    await expect(cleo.call(createReturnLink, { ticketId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ben.call(createReturnLink, {})).rejects.toMatchObject({ code: 'forbidden' });
    const { id: asked } = await open(cleo);
    await expect(ben.call(createReturnLink, { ticketId: asked })).rejects.toMatchObject({ code: 'notFound' });
  });

  test('enters the call of their ticket as themselves, once', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [ben, cleo] = await hub.connect('ben', 'cleo');
    using vera = await asVisitor(hub.url, await sitePage(hub.url, hub.seed.widget).enter());
    const { id: ticketId } = await vera.call(openConversation, { clientId: entryId(), body: 'Call me' });
    await expect(vera.call(enterCall, { ticketId })).rejects.toMatchObject({ code: 'notFound' });
    const { code } = await ben.call(startTicketCall, { ticketId });
    await expect(ben.call(enterCall, { ticketId })).rejects.toMatchObject({ code: 'forbidden' });
    const foreign = await open(cleo);
    await expect(vera.call(enterCall, { ticketId: foreign.id })).rejects.toMatchObject({ code: 'notFound' });
    const visit = (url: string, headers = {}) => fetch(url, { redirect: 'manual', headers });
    const { url } = await vera.call(enterCall, { ticketId });
    const entered = await visit(url);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, `/m/${code}`]);
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    using page = createHubClient({ url: hub.url, cookie });
    expect((await page.connect()).id).toBe(vera.me?.id);
    expect((await visit(url)).status).toBe(410);
    // Who is signed in stays who they are.
    const again = await vera.call(enterCall, { ticketId });
    const asCleo = await visit(again.url, { cookie: hub.world.get('cleo').cookie });
    expect([asCleo.status, asCleo.headers.getSetCookie()]).toEqual([303, []]);
    expect((await visit(`${hub.url}/visit/short`)).status).toBe(410);
  });
});

describe('the door', () => {
  test('is open to pages of the allowed sites alone', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const { widget } = hub.seed;
    const page = sitePage(hub.url, widget);
    const token = await page.enter();
    const refused = { code: 'forbidden', details: { reason: 'site' } };
    for (const origin of [otherSite, 'null', `${site}.example.com`, 'http://shop.example.org']) {
      const elsewhere = sitePage(hub.url, widget, origin);
      await expect(elsewhere.ask('GET', '')).rejects.toMatchObject(refused);
      await expect(elsewhere.enter()).rejects.toMatchObject(refused);
      await expect(asVisitor(hub.url, token, origin)).rejects.toMatchObject(refused);
    }
    await expect(sitePage(hub.url, { key: 'no-such-key' }).ask('GET', '')).rejects.toMatchObject({
      code: 'notFound',
    });
    const ask = (origin: string, path: string, init: RequestInit = {}) =>
      fetch(`${hub.url}/api/v1${path}`, { ...init, headers: { origin, ...init.headers } });
    const preflight = await ask(site, `/widgets/${widget.key}/visitors`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, site]);
    for (const [origin, path] of [
      [otherSite, `/widgets/${widget.key}`],
      [site, '/me'],
    ] as const) {
      const { headers } = await ask(origin, path);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    const { headers } = await ask(site, `/widgets/${widget.key}`);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toMatch(/origin/i);
    // A page of the site with a cookie of the hub is nobody here.
    const { cookie } = hub.world.get('ben');
    const withCookie = await ask(site, '/tickets', { method: 'POST', headers: { cookie } });
    expect(withCookie.status).toBe(403);
  });

  test('closes at once when the widget is turned off, loses its site or is deleted', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [ada] = await hub.connect('ada');
    const { id: widgetId } = hub.seed.widget;
    const page = sitePage(hub.url, hub.seed.widget);
    const token = await page.enter();
    const change = (changes: object) => ada.call(updateWidget, { widgetId, changes });
    for (const [close, reopen] of [
      [{ enabled: false }, { enabled: true }],
      [{ origins: [otherSite] }, { origins: [site] }],
    ]) {
      const vera = await asVisitor(hub.url, token);
      await change(close ?? {});
      await expect.poll(() => vera.state, { timeout: 5_000 }).toBe('refused');
      expect(vera.refusal).toMatchObject({ code: 'forbidden', details: { reason: 'site' } });
      await expect(page.ask('GET', '')).rejects.toMatchObject({ code: 'forbidden' });
      await change(reopen ?? {});
    }
    using vera = await asVisitor(hub.url, token);
    const { id: ticketId } = await vera.call(openConversation, { clientId: entryId(), body: 'Late' });
    await ada.call(deleteWidget, { widgetId });
    await expect.poll(() => vera.state, { timeout: 5_000 }).toBe('refused');
    await expect(asVisitor(hub.url, token)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(page.ask('GET', '')).rejects.toMatchObject({ code: 'notFound' });
    expect(await ada.call(getVisitor, { ticketId })).toMatchObject({ visitor: { widgetName: null } });
  });

  test('costs work, and each piece of work opens it once', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [ada] = await hub.connect('ada');
    const page = sitePage(hub.url, hub.seed.widget);
    const proof = await page.prove();
    await page.enter('Vera', { proof });
    await expect(page.enter('Vic', { proof })).rejects.toMatchObject({
      code: 'tooMany',
      details: { reason: 'widgetProof' },
    });
    const spoiled = { code: 'expired', details: { reason: 'proof' } };
    const fresh = await page.prove();
    const easier = fresh.challenge.replace(/^\d+/, '0');
    for (const wrong of [
      { ...fresh, nonce: fresh.nonce + 1 },
      { ...fresh, challenge: easier },
      { ...fresh, challenge: 'nonsense' },
      { ...fresh, challenge: `${fresh.challenge}x` },
    ])
      await expect(page.enter('Vic', { proof: wrong })).rejects.toMatchObject(spoiled);
    const another = await ada.call(createWidget, plainWidget);
    await expect(sitePage(hub.url, another).enter('Vic', { proof: fresh })).rejects.toMatchObject(spoiled);
    expect(await page.enter('Vic', { proof: fresh })).toMatch(/^entv_/);
  });

  test('holds back floods of people and of conversations', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const page = sitePage(hub.url, hub.seed.widget);
    const tokens: string[] = [];
    for (let n = 0; n < 20; n += 1) tokens.push(await page.enter());
    await expect(page.enter()).rejects.toMatchObject({
      code: 'tooMany',
      details: { reason: 'visitorPerAddress' },
    });
    using vera = await asVisitor(hub.url, tokens[0] ?? '');
    const start = () => vera.call(openConversation, { clientId: entryId(), body: 'Late' });
    for (let n = 0; n < 10; n += 1) await start();
    await expect(start()).rejects.toMatchObject({ code: 'tooMany' });
    await expect(
      vera.call(createTicket, { clientId: entryId(), subject: 'Another', body: 'way in' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('asks for what the widget asks for', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [ada] = await hub.connect('ada');
    const { id: widgetId } = hub.seed.widget;
    const page = sitePage(hub.url, hub.seed.widget);
    const required = plainWidget.fields.map((field) => ({ ...field, required: true }));
    await expect(page.enter('Vera', { email: null })).rejects.toMatchObject({ code: 'invalid' });
    await expect(page.enter('Vera', { email: 'no address' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(page.enter(' ')).rejects.toMatchObject({ code: 'invalid' });
    await expect(page.enter('Vera', { answers: { order: 'x'.repeat(201) } })).rejects.toMatchObject({
      code: 'invalid',
    });
    const huge = page.enter('Vera', { page: 'x'.repeat(200_000) });
    await expect(huge).rejects.toMatchObject({ code: 'tooLarge' });
    await ada.call(updateWidget, { widgetId, changes: { fields: required, emailRequired: false } });
    await expect(page.enter('Vera', { email: null })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: [{ path: 'answers.order' }] },
    });
    expect(await page.enter('Vera', { email: null, answers: { order: '1' } })).toMatch(/^entv_/);
  });
});

describe('administrators', () => {
  test('make, change and list widgets; nobody else does', async () => {
    await using hub = await createTestHub({ seed: aSite });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const second = await ada.call(createWidget, { ...plainWidget, name: 'Blog' });
    expect(second.key).not.toBe(hub.seed.widget.key);
    const { widgets } = await ada.call(listWidgets, {});
    expect(widgets.map(({ name }) => name)).toEqual(['Blog', 'Shop']);
    const widgetId = second.id;
    const changed = await ada.call(updateWidget, { widgetId, changes: { name: 'Journal' } });
    expect(changed).toEqual({ ...second, name: 'Journal' });
    for (const client of [ben, cleo]) {
      const forbidden = { code: 'forbidden' };
      await expect(client.call(listWidgets, {})).rejects.toMatchObject(forbidden);
      await expect(client.call(createWidget, plainWidget)).rejects.toMatchObject(forbidden);
      await expect(client.call(updateWidget, { widgetId, changes: {} })).rejects.toMatchObject(forbidden);
      await expect(client.call(deleteWidget, { widgetId })).rejects.toMatchObject(forbidden);
    }
    for (const origins of [['https://shop.example.org/'], ['shop.example.org'], ['ftp://x.org'], ['*']])
      await expect(ada.call(updateWidget, { widgetId, changes: { origins } })).rejects.toMatchObject({
        code: 'invalid',
      });
    await ada.call(deleteWidget, { widgetId });
    await expect(ada.call(deleteWidget, { widgetId })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ada.call(updateWidget, { widgetId, changes: {} })).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});
