import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createChannel, type Message, messageHistory } from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import { createTestHub, type TestHub } from '#tests/hub.ts';
import { say, team } from '#tests/seeds/chat.ts';
import { openBrowser } from './browser.ts';
import { type ChatTab, openChat } from './chat-tab.ts';

type Team = Awaited<ReturnType<typeof team>>;

let browser: Browser;
let hub: TestHub<Team>;
let ada: ChatTab;
let ben: ChatTab;
/** A channel of its own for each test. */
let channel: ChannelId;
let channels = 0;

beforeAll(async () => {
  [hub, browser] = await Promise.all([createTestHub({ seed: team }), openBrowser()]);
  [ada, ben] = await Promise.all([openAs('ada'), openAs('ben')]);
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});
beforeEach(async () => {
  channels += 1;
  const client = await hub.world.as('ada');
  const name = `channel-${channels}`;
  ({ id: channel } = await client.call(createChannel, { spaceId: hub.seed.spaceId, name }));
});

// A browser tells a page on `localhost` nothing of a lost network.
const openAs = (name: string) =>
  openChat(browser, hub.url.replace('localhost', '127.0.0.1'), hub.world.get(name).cookie);
const history = async (): Promise<Message[]> =>
  (await (await hub.world.as('ada')).call(messageHistory, { channelId: channel })).messages;

/** Many messages at once; a connection of its own for each 250, because each has a ceiling of calls. */
async function fill(count: number): Promise<void> {
  const bodies = Array.from({ length: count }, (_, n) => `number ${n + 1}`);
  for (let start = 0; start < count; start += 250) {
    const client = await hub.world.tab('cleo');
    await Promise.all(bodies.slice(start, start + 250).map((body) => say(client, channel, body)));
    client.close();
  }
}

describe('two people talk', () => {
  test('a message is there at once, then with the other one', async () => {
    await Promise.all([ada.open(channel), ben.open(channel)]);
    await ada.list.getByText('Nobody has written yet').waitFor();
    await ada.write('Good **morning**');
    await ada.message('Good morning').waitFor();
    await ben.message('Good morning').locator('strong').waitFor();
    await ada.page.waitForFunction(() => document.querySelector('article[data-state]') === null);
    expect((await history()).map(({ body }) => body)).toEqual(['Good **morning**']);
    expect(await ada.composer.inputValue()).toBe('');
  });

  test('typing is seen by the other one only, and ends with the message', async () => {
    await Promise.all([ada.open(channel), ben.open(channel)]);
    await ben.composer.pressSequentially('I am thin');
    await ada.page.getByText('Ben is typing').waitFor();
    expect(await ben.page.getByText('is typing').count()).toBe(0);
    await ben.write('I am thinking');
    await ada.message('I am thinking').waitFor();
    await ada.page.getByText('Ben is typing').waitFor({ state: 'detached', timeout: 2_000 });
  });

  test('an edit by the up arrow and a deletion reach the other one', async () => {
    await Promise.all([ada.open(channel), ben.open(channel)]);
    await ada.write('Teh plan');
    await ben.message('Teh plan').waitFor();
    await ada.composer.press('ArrowUp');
    const editor = ada.page.getByRole('textbox', { name: 'Edit the message' });
    await editor.fill('The plan');
    await editor.press('Enter');
    await ben.message('The plan').getByText('(edited)').waitFor();
    await ada.message('The plan').getByText('(edited)').waitFor();
    await ada.act(ada.message('The plan'), 'Delete');
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await ben.list.getByText('This message was deleted.').waitFor();
    expect(await ben.message('The plan').count()).toBe(0);
    expect(await history()).toMatchObject([{ body: '' }]);
  });

  test('a mention chosen by keys calls the other one, in the list and on the rail', async () => {
    await ada.open(hub.seed.plans);
    await ben.open(channel);
    await ben.composer.pressSequentially('please look @ad');
    await ben.page.getByRole('listbox', { name: 'People to mention' }).waitFor();
    await ben.composer.press('Enter');
    await ben.composer.pressSequentially('today');
    await ben.composer.press('Enter');
    await ada.channel(`channel-${channels}`).getByText('1 mention of you').waitFor();
    const [message] = await history();
    expect(message).toMatchObject({
      body: `please look <@${hub.seed.idOf('ada')}> today`,
      mentions: [hub.seed.idOf('ada')],
    });
    await ada.channel(`channel-${channels}`).click();
    await ada.message('please look').locator('[data-mention=me]').waitFor();
    await ada.channel(`channel-${channels}`).getByText('mention of you').waitFor({ state: 'detached' });
  });

  test('a quotation goes into the field and keeps what was begun', async () => {
    await say(await hub.world.as('ben'), channel, 'one\ntwo');
    await ada.open(channel);
    await ada.composer.fill('As he said:');
    await ada.act(ada.message('one'), 'Quote');
    expect(await ada.composer.inputValue()).toBe('As he said:\n\n> one\n> two\n\n');
  });
});

describe('reading', () => {
  test('two tabs of one person agree about what is unread', async () => {
    const second = await openAs('ada');
    await Promise.all([ada.open(hub.seed.plans), second.open(hub.seed.plans)]);
    await say(await hub.world.as('ben'), channel, 'one', 'two', 'three');
    const name = `channel-${channels}`;
    await Promise.all([ada, second].map((tab) => tab.channel(name).getByText('3 unread messages').waitFor()));
    await ada.channel(name).click();
    await ada.message('three').waitFor();
    await ada.list.getByRole('separator', { name: /New messages from here/ }).waitFor();
    await Promise.all(
      [ada, second].map((tab) => tab.channel(name).getByText('unread').waitFor({ state: 'detached' })),
    );
    // The line of new messages stays while the channel is open.
    expect(await ada.list.getByRole('separator', { name: /New messages from here/ }).count()).toBe(1);
    await second.context.close();
  });

  test('a draft waits in its channel, over a reload', async () => {
    await ada.open(channel);
    await ada.composer.fill('half a thou');
    await ada.page.waitForTimeout(500);
    await ada.channel('plans').click();
    await ada.page.getByRole('heading', { name: 'plans' }).waitFor();
    expect(await ada.composer.inputValue()).toBe('');
    await ada.page.reload();
    await ada.channel(`channel-${channels}`).getByRole('img', { name: 'Unsent draft' }).waitFor();
    await ada.channel(`channel-${channels}`).click();
    await ada.page.getByRole('heading', { name: `channel-${channels}` }).waitFor();
    expect(await ada.composer.inputValue()).toBe('half a thou');
    await ada.composer.fill('');
  });

  test('a link opens around its message and on to both ends', async () => {
    await fill(500);
    await ada.open(channel, '?at=250');
    const target = ada.page.locator('article[data-position="250"]');
    await target.waitFor();
    expect(await target.getAttribute('data-target')).toBe('true');
    await expect.poll(() => target.evaluate((node) => node.getBoundingClientRect().top)).toBeGreaterThan(150);
    await ada.newest.click();
    await ada.page.locator('article[data-position="500"]').waitFor();
    await ada.waitForEnd();
    const positions = await ada.positions();
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(positions.at(-1)).toBe(500);
  });

  test('the keyboard goes through messages, acts on them and comes back', async () => {
    await say(await hub.world.as('ada'), channel, 'first', 'second', 'third');
    await ada.open(channel);
    await ada.message('third').waitFor();
    await ada.list.focus();
    await ada.page.keyboard.press('ArrowUp');
    const focused = () => ada.page.evaluate(() => document.activeElement?.getAttribute('data-position'));
    await expect.poll(focused).toBe('3');
    await ada.page.keyboard.press('k');
    await expect.poll(focused).toBe('2');
    await ada.page.keyboard.press('Enter');
    await expect
      .poll(() => ada.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Quote');
    // The first closes the button's tooltip.
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('Escape');
    await expect.poll(focused).toBe('2');
    await ada.page.keyboard.press('e');
    const editor = ada.page.getByRole('textbox', { name: 'Edit the message' });
    await editor.fill('second, edited');
    await editor.press('Enter');
    await ada.message('second, edited').waitFor();
    await expect.poll(() => ada.composer.evaluate((field) => field === document.activeElement)).toBe(true);
  });
});

describe('without a connection', () => {
  test('what was written is sent, what was missed arrives, nothing twice', async () => {
    await Promise.all([ada.open(channel), ben.open(channel)]);
    await say(await hub.world.as('ada'), channel, 'before');
    await ben.message('before').waitFor();
    await ben.context.setOffline(true);
    await ben.write('written offline 1');
    await ben.write('written offline 2');
    await ben.message('written offline 2').getByText('Sent as soon as you are connected').waitFor();
    await say(await hub.world.as('ada'), channel, 'missed 1', 'missed 2');
    expect(await ben.message('missed').count()).toBe(0);
    await ben.context.setOffline(false);
    await ben.message('missed 2').waitFor({ timeout: 20_000 });
    await ada.message('written offline 2').waitFor({ timeout: 20_000 });
    const words = ['before', 'missed 1', 'missed 2', 'written offline 1', 'written offline 2'];
    expect((await history()).map(({ body }) => body)).toEqual(words);
    for (const tab of [ada, ben])
      await expect.poll(() => tab.list.getByRole('article').count()).toBe(words.length);
    expect(await ben.positions()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('hostile messages', () => {
  const person = '018f0000-0000-7000-8000-000000000000';
  const hostile = [
    '<script>globalThis.pwned = 1</script>',
    '<img src=x onerror="globalThis.pwned = 1">',
    '<svg onload="globalThis.pwned = 1">',
    '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>',
    '[x](javascript:globalThis.pwned=1)',
    '[x](JaVaScRiPt:globalThis.pwned=1)',
    '[x](java\nscript:globalThis.pwned=1)',
    '[x](&#106;avascript:globalThis.pwned=1)',
    '[x](data:text/html;base64,PHNjcmlwdD5wYXJlbnQucHduZWQ9MTwvc2NyaXB0Pg==)',
    '[x](vbscript:msgbox)',
    '[x](//evil.example/path)',
    '<javascript:globalThis.pwned=1>',
    '![x](https://evil.example/beacon.png)',
    '![x](x" onerror="globalThis.pwned=1)',
    '[x](https://example.org "title\\" onmouseover=\\"globalThis.pwned=1")',
    '```"><img src=x onerror=globalThis.pwned=1>\ncode\n```',
    '`<img src=x onerror=globalThis.pwned=1>`',
    `<@${person}"><img src=x onerror=globalThis.pwned=1>`,
    `<@${person}>`,
    '| <img src=x onerror=globalThis.pwned=1> | b |\n|--|--|\n| [x](javascript:1) | <svg/onload=globalThis.pwned=1> |',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=globalThis.pwned=1&gt;">',
    '<a href="https://example.org" style="position:fixed;inset:0" onclick="globalThis.pwned=1">x</a>',
    '[ref]\n\n[ref]: javascript:globalThis.pwned=1',
    'https://example.org/"onmouseover="globalThis.pwned=1"',
    '<form action=/api/v1/sessions/current><button name=x>x</button></form>',
    '<div data-copy data-person="x" class="mantine-Modal-root">x</div>',
    '\u202Egnp.exe\u202C and \u0000null'.replace('\u0000', ''),
    '<'.repeat(5_000),
    '[a]('.repeat(2_000),
    '> '.repeat(2_000),
  ];

  test('run nothing, load nothing, lead nowhere they should not', async () => {
    await say(await hub.world.as('ben'), channel, ...hostile);
    const requests: string[] = [];
    ada.page.on('request', (request) => requests.push(request.url()));
    await ada.open(channel);
    await ada.list.getByText('globalThis.pwned').first().waitFor();
    await ada.page.waitForTimeout(500);
    const found = {
      tags: new Set<string>(),
      handlers: 0,
      styles: 0,
      links: new Set<string>(),
      seen: new Set<string>(),
    };
    // From the first new one to the end, so that each was in the page.
    for (let step = 0; step < 60 && !found.seen.has(String(hostile.length)); step += 1) {
      const now = await ada.list.evaluate((box) => {
        const all = [...box.querySelectorAll('article [id^="body-"] *')];
        const result = {
          tags: all.map(({ localName }) => localName),
          handlers: all.filter((node) => node.getAttributeNames().some((name) => name.startsWith('on')))
            .length,
          styles: all.filter((node) => node.hasAttribute('style') || node.hasAttribute('class')).length,
          links: all.flatMap((node) => (node.hasAttribute('href') ? [node.getAttribute('href') ?? ''] : [])),
          seen: [...box.querySelectorAll<HTMLElement>('article')].map(
            ({ dataset }) => dataset['position'] ?? '',
          ),
        };
        box.scrollTop += 300;
        return result;
      });
      for (const key of ['tags', 'links', 'seen'] as const)
        for (const value of now[key]) found[key].add(value);
      found.handlers += now.handlers;
      found.styles += now.styles;
      await ada.page.waitForTimeout(60);
    }
    expect(found.seen.size).toBe(hostile.length);
    expect(
      [...found.tags].filter((tag) =>
        ['script', 'img', 'svg', 'iframe', 'form', 'style', 'math', 'object'].includes(tag),
      ),
    ).toEqual([]);
    expect(found).toMatchObject({ handlers: 0, styles: 0 });
    for (const link of found.links) expect(link).toMatch(/^(https?:\/\/|\/people\?)/);
    expect(await ada.page.evaluate(() => (globalThis as { pwned?: number }).pwned)).toBeUndefined();
    expect(
      requests.filter((url) => url.includes('evil.example') || url.includes('/sessions/current')),
    ).toEqual([]);
  });

  test('links leave without telling where from', async () => {
    await say(await hub.world.as('ben'), channel, 'see https://example.org/page');
    await ada.open(channel);
    const link = ada.message('see').getByRole('link', { name: 'https://example.org/page' });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(await link.getAttribute('target')).toBe('_blank');
  });
});

test('nothing complained in any window', () => {
  const expected = /ERR_INTERNET_DISCONNECTED|WebSocket connection/;
  for (const { errors } of [ada, ben]) expect(errors.filter((line) => !expected.test(line))).toEqual([]);
});
