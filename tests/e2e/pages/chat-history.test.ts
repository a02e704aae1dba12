import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHub, type TestHub } from '#tests/hub.ts';
import { say, team } from '#tests/seeds/chat.ts';
import { openBrowser } from '../browser.ts';
import { type ChatTab, openChat } from '../chat-tab.ts';

type Team = Awaited<ReturnType<typeof team>>;

const count = 10_000;
const perConnection = 250;
let browser: Browser;
let hub: TestHub<Team>;
let ada: ChatTab;

beforeAll(async () => {
  [hub, browser] = await Promise.all([createTestHub({ seed: team }), openBrowser()]);
  for (let start = 0; start < count; start += perConnection) {
    const client = await hub.world.tab(['ben', 'cleo'][(start / perConnection) % 2] ?? 'ben');
    const bodies = Array.from({ length: perConnection }, (_, n) => bodyOf(start + n));
    await Promise.all(bodies.map((body) => say(client, hub.seed.general, body)));
    client.close();
  }
  ada = await openChat(browser, hub.url, hub.world.get('ada').cookie);
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** As people write: short words, paragraphs, lists, code, quotations. */
function bodyOf(n: number): string {
  const kinds = [
    'Checked, all green.',
    'Can somebody look at the **graphs**? The loss went from 0.1 % to 0.8 % within ten minutes, and the `consumer` count does not explain it.',
    'On it.',
    '- restarted the worker\n- moved two rooms\n- opened a ticket with the provider',
    '> moved two rooms\n\nWhich ones? They may have noticed a second of silence.',
    '```bash\nentente nodes list --region eu\n```',
    'See https://status.example.org/incidents/1042 for what they say',
    'I added a panel for that. It shows the loss of each worker for the last hour, coloured by region, and links to the log lines of the same minute.',
  ];
  return `${n + 1}: ${kinds[(n * 5) % kinds.length] ?? ''}`;
}

type Figures = { frames: number; over32: number; p50: number; p95: number; seconds: number; seen: number };

/** Scrolls `speed` pixels a frame as long as asked or to the end, and measures the frames as the page's own clock sees them. */
const scroll = (speed: number, until: number | 'first' | 'last'): Promise<Figures> =>
  ada.list.evaluate(
    async (box, { speed, until, last }) => {
      const frames: number[] = [];
      const seen = new Set<string>();
      const started = performance.now();
      let before = started;
      const isDone = (now: number) =>
        typeof until === 'number' ? now - started > until : seen.has(until === 'first' ? '1' : String(last));
      for (let now = started; !isDone(now) && now - started < 120_000; ) {
        now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
        frames.push(now - before);
        before = now;
        box.scrollTop += speed;
        for (const node of box.querySelectorAll<HTMLElement>('article[data-position]'))
          seen.add(node.dataset['position'] ?? '');
      }
      const sorted = frames.toSorted((a, b) => a - b);
      const at = (share: number) => Math.round(10 * (sorted[Math.floor(sorted.length * share)] ?? 0)) / 10;
      return {
        frames: frames.length,
        over32: Math.round((1_000 * frames.filter((ms) => ms > 32).length) / frames.length) / 10,
        p50: at(0.5),
        p95: at(0.95),
        seconds: Math.round((before - started) / 100) / 10,
        seen: seen.size,
      };
    },
    { speed, until, last: count },
  );

test('ten thousand messages scroll: every one of them passes, in order, few are ever in the page', async () => {
  await ada.open(hub.seed.general);
  await ada.page.getByRole('button', { name: 'Go to the first new message' }).waitFor();
  await ada.page.getByRole('button', { name: 'Close' }).click();
  await ada.toEnd();
  const figures: Record<string, Figures> = {
    'up, loading, 900 px a frame': await scroll(-900, 'first'),
    'down, 180 px a frame': await scroll(180, 4_000),
    'up, 180 px a frame': await scroll(-180, 2_000),
    'down to the end, 2,400 px a frame': await scroll(2_400, 'last'),
  };
  for (const [name, figure] of Object.entries(figures)) console.log(`${name}: ${JSON.stringify(figure)}`);
  expect(figures['up, loading, 900 px a frame']?.seen).toBe(count);
  await ada.waitForEnd();
  const positions = await ada.positions();
  expect(positions.length).toBeLessThan(80);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  expect(positions.at(-1)).toBe(count);
}, 240_000);

test('reading in the middle of history stays where it is while messages come', async () => {
  await ada.open(hub.seed.general, '?at=5000');
  const target = ada.page.locator('article[data-position="5000"]');
  await target.waitFor();
  await ada.page.waitForTimeout(500);
  const topOf = () => target.evaluate((node) => Math.round(node.getBoundingClientRect().top));
  const before = await topOf();
  await say(await hub.world.as('ben'), hub.seed.general, 'news');
  await ada.page.getByRole('button', { name: /1 new message/ }).waitFor();
  expect(Math.abs((await topOf()) - before)).toBeLessThanOrEqual(1);
  await ada.page.getByRole('button', { name: /1 new message/ }).click();
  await ada.message('news').waitFor();
  await ada.waitForEnd();
});

test('pages from above do not move what is being read', async () => {
  await ada.open(hub.seed.general, '?at=3000');
  const target = ada.page.locator('article[data-position="3000"]');
  await target.waitFor();
  await ada.page.waitForTimeout(800);
  // Far enough up that pages load above, then back: the message stands where it stood.
  const before = await target.evaluate((node) => Math.round(node.getBoundingClientRect().top));
  const offset = await ada.list.evaluate((box) => box.scrollTop);
  await ada.list.evaluate((box) => box.scrollBy(0, -200));
  await ada.page.waitForTimeout(800);
  await ada.list.evaluate((box) => box.scrollBy(0, 200));
  await ada.page.waitForTimeout(200);
  expect(offset).toBeGreaterThan(0);
  const after = await target.evaluate((node) => Math.round(node.getBoundingClientRect().top));
  expect(Math.abs(after - before)).toBeLessThanOrEqual(2);
});

test('one comes back to where one was when nothing is new', async () => {
  await ada.open(hub.seed.general);
  await ada.toEnd();
  await ada.channel('general').getByText('unread').waitFor({ state: 'detached' });
  await ada.open(hub.seed.general, '?at=6000');
  await ada.page.locator('article[data-position="6000"]').waitFor();
  await ada.page.waitForTimeout(500);
  await ada.list.evaluate((box) => box.scrollBy(0, 137));
  await ada.page.waitForTimeout(300);
  const placeOf = () =>
    ada.list.evaluate((box) => {
      const top = box.getBoundingClientRect().top;
      const node = [...box.querySelectorAll<HTMLElement>('article[data-position]')].find(
        (article) => article.getBoundingClientRect().bottom > top,
      );
      const position = Number(node?.dataset['position']);
      return { position, top: (node?.getBoundingClientRect().top ?? 0) - top };
    });
  const before = await placeOf();
  await ada.channel('plans').click();
  await ada.page.getByRole('heading', { name: 'plans' }).waitFor();
  await ada.channel('general').click();
  await ada.page.getByRole('heading', { name: 'general' }).waitFor();
  await expect
    .poll(
      async () => {
        const now = await placeOf();
        return now.position === before.position && Math.abs(now.top - before.top) <= 2;
      },
      { timeout: 5_000 },
    )
    .toBe(true);
});
