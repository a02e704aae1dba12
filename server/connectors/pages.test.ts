import { describe, expect, test } from 'vitest';
import { readAll, readNews } from './pages.ts';
import { type Foreign, type PagedList, pageSize } from './source.ts';

const ticket = (n: number): Foreign => ({
  source: { externalId: String(n), url: '' },
  subject: `Ticket ${n}`,
  status: 'open',
  priority: 'normal',
  impact: 'none',
  dueAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  firstResponseAt: null,
  waitingSince: null,
  solvedAt: null,
  closedAt: null,
  channel: 'api',
  company: null,
  body: '',
  requester: { externalId: '1', name: 'Cleo' },
});
const numbers = (from: number, to: number) =>
  Array.from({ length: Math.max(0, from - to + 1) }, (_, n) => from - n);

/** Newest first. `before` is called with the number of each page that is read. */
function listOf(alive: number[], before: (page: number) => void = () => {}): PagedList {
  return {
    newestFirst: true,
    async page(number) {
      before(number);
      const ids = alive.slice((number - 1) * pageSize, number * pageSize);
      return { tickets: ids.map(ticket), unread: 0, total: alive.length };
    },
  };
}

async function collect(list: PagedList) {
  const pages = readAll(list);
  const got: string[] = [];
  for (;;) {
    const next = await pages.next();
    if (next.done) return { got, ...next.value };
    got.push(...next.value.map(({ source }) => source.externalId));
  }
}

describe('all pages', () => {
  test('bring each ticket once', async () => {
    for (const many of [0, 1, 50, 51, 260]) {
      const { got, complete } = await collect(listOf(numbers(many, 1)));
      expect(got).toEqual(numbers(many, 1).map(String));
      expect(complete).toBe(true);
    }
  });

  test('bring also what slips over the edge of a page when others go', async () => {
    const alive = numbers(200, 1);
    let gone = false;
    const list = listOf(alive, (page) => {
      if (page === 2 && !gone) alive.splice(0, 7);
      gone ||= page === 2;
    });
    const { seen, complete } = await collect(list);
    expect(complete).toBe(true);
    expect(numbers(193, 1).filter((n) => !seen.has(String(n)))).toEqual([]);
  });

  test('bring also what slips off the end when others come, and nothing twice', async () => {
    const alive = numbers(200, 1);
    const list = listOf(alive, (page) => {
      if (page === 3 && alive.length < 203) alive.unshift(alive.length + 1);
    });
    const { got, seen, complete } = await collect(list);
    expect(complete).toBe(true);
    expect(new Set(got).size).toBe(got.length);
    expect(numbers(200, 1).filter((n) => !seen.has(String(n)))).toEqual([]);
  });

  test('say so when they never are all', async () => {
    const list: PagedList = {
      newestFirst: false,
      page: async () => ({ tickets: [ticket(1)], unread: 0, total: 2 }),
    };
    expect(await collect(list)).toMatchObject({ got: ['1'], complete: false });
  });
});

test('one that cannot be read does not have the others read again', async () => {
  let read = 0;
  const list: PagedList = {
    newestFirst: false,
    page: async () => ({ tickets: [ticket(1)], unread: 1, total: 1 + ++read }),
  };
  expect(await collect(list)).toMatchObject({ got: ['1'], unread: 1, complete: true });
  expect(read).toBe(1);
});

test('news are read up to the first page without any', async () => {
  const read: number[] = [];
  const list = listOf(numbers(500, 1), (page) => read.push(page));
  await readNews(list, async (tickets) => tickets.some(({ source }) => Number(source.externalId) > 430));
  expect(read).toEqual([1, 2, 3]);
});
