import { type Foreign, type Page, type PagedList, pageSize } from './source.ts';

const pagesAtOnce = 4;
/** Pages shift while they are read: as often as this they are read again until nothing can have slipped through. */
const maxRounds = 3;

/** `complete`: nothing is missing. `unread`: how many came and could not be read. */
export type Read = { seen: Set<string>; unread: number; complete: boolean };

/** All pages of a list, several asked for at once, each ticket once. */
export async function* readAll(list: PagedList): AsyncGenerator<Foreign[], Read> {
  const seen = new Set<string>();
  for (let round = 1; ; round++) {
    const first = await list.page(1);
    let { unread } = first;
    yield unseen(first.tickets, seen);
    const last = Math.ceil(first.total / pageSize);
    const running: Promise<Page>[] = [];
    let next = 2;
    const ask = () => {
      if (next > last) return;
      const page = list.page(next++);
      // Told when its turn comes, also when another one fails before.
      page.catch(() => {});
      running.push(page);
    };
    for (let n = 0; n < pagesAtOnce; n++) ask();
    for (let page = running.shift(); page; page = running.shift()) {
      const { tickets, unread: more } = await page;
      ask();
      unread += more;
      yield unseen(tickets, seen);
    }
    // What is missing slipped over the edge of a page while others came or went.
    const complete = seen.size + unread >= first.total;
    if (complete || round === maxRounds) return { seen, unread, complete };
  }
}

/** Page by page, for as long as each brings news: `isNews` is told of every page. */
export async function readNews(
  list: PagedList,
  isNews: (tickets: Foreign[]) => Promise<boolean>,
): Promise<void> {
  const seen = new Set<string>();
  for (let number = 1; ; number++) {
    const { tickets, total } = await list.page(number);
    const news = await isNews(unseen(tickets, seen));
    if (!news || number * pageSize >= total) return;
  }
}

function unseen(tickets: readonly Foreign[], seen: Set<string>): Foreign[] {
  return tickets.filter(({ source: { externalId } }) => {
    if (seen.has(externalId)) return false;
    seen.add(externalId);
    return true;
  });
}
