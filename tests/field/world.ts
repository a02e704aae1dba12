import type { Page } from 'playwright-core';
import { createHubClient, type HubClient } from '#shared/client.ts';
import { createMeeting, type MyMeeting } from '#shared/contract/meetings.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import { type Cluster, startCluster } from '#tests/cluster/cluster.ts';
import type { Host } from '#tests/cluster/host.ts';
import { openPersonTab } from '#tests/e2e/call-tab.ts';
import { startHaproxy } from './haproxy.ts';
import { openBrowserOn } from './people.ts';
import { createWan, oneWayMs, type Wan } from './wan.ts';

export type Field = {
  wan: Wan;
  cluster: Cluster;
  /** Redis, its replica, and the third sentinel's place. */
  redis: readonly Host[];
  hubs: Record<'eu' | 'na', Host>;
  media: Record<Region, Host>;
  people: Record<Region, Host>;
  meeting: MyMeeting;
  /** The pages of the people in the meeting, one a region. */
  pages: ReadonlyMap<string, Page>;
  /** Other people, connected through the load balancer. */
  clients: ReadonlyMap<string, HubClient>;
} & AsyncDisposable;

const callers: Record<Region, string> = { eu: 'ben', na: 'chloe', sa: 'dan', ap: 'eva' };
/** Where the names lead people of a region, as by GeoDNS. */
const nearestFront: Record<Region, 'eu' | 'na'> = { eu: 'eu', na: 'na', sa: 'na', ap: 'na' };
const writers = ['fay', 'gil', 'hana', 'ivo'];

/**
 * Four regions with the delays of the real ones, two hubs behind HAProxy, a media node a region, one person in Chromium a region
 * in one meeting, and four more people with sockets.
 */
export async function createField(): Promise<Field> {
  const stack = new AsyncDisposableStack();
  try {
    return await build(stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function build(stack: AsyncDisposableStack): Promise<Field> {
  const wan = stack.use(await createWan());
  const redis = await wan.host('redis', 'eu');
  const replica = { host: await wan.host('redis-2', 'na'), witness: await wan.host('witness', 'eu') };
  const fronts = { eu: await wan.host('front-eu', 'eu'), na: await wan.host('front-na', 'na') };
  const hubs = { eu: await wan.host('hub-eu', 'eu'), na: await wan.host('hub-na', 'na') };
  const inEach = async (kind: string) =>
    Object.fromEntries(
      await Promise.all(regions.map(async (region) => [region, await wan.host(`${kind}-${region}`, region)])),
    ) as Record<Region, Host>;
  const media = await inEach('media');
  const people = await inEach('people');
  const urlOf = (region: Region) => `http://${fronts[nearestFront[region]].address}`;
  const cluster = stack.use(
    await startCluster({
      redis,
      replica,
      hubs: Object.values(hubs),
      media: Object.values(media),
      publicUrl: urlOf('eu'),
      env: { ENTENTE_TRUST_PROXY: '1' },
    }),
  );
  const { folder } = cluster.shared;
  for (const front of Object.values(fronts))
    stack.use(await startHaproxy(front, Object.values(hubs), folder));
  for (const name of [...Object.values(callers), ...writers]) await cluster.world.invite('ada', name);
  const ada = await cluster.world.as('ada');
  const meeting = await ada.call(createMeeting, { title: 'Around the world', lobby: false });

  const pages = new Map<string, Page>();
  for (const region of regions) {
    const name = callers[region];
    const url = urlOf(region);
    const browser = await openBrowserOn(people[region], url, folder);
    stack.defer(() => browser.close());
    const tab = await openPersonTab(browser, url, cluster.world.get(name).cookie);
    const near = regions.map((other) => ({ region: other, rttMs: 2 * oneWayMs[region][other] }));
    await tab.start({ meeting, microphone: region === 'eu', near });
    pages.set(`${name} (${region})`, tab.page);
  }
  const clients = new Map<string, HubClient>();
  for (const [index, name] of writers.entries()) {
    const url = urlOf(regions[index] ?? 'eu');
    const client = createHubClient({ url, cookie: cluster.world.get(name).cookie });
    stack.defer(() => client.close());
    await client.connect();
    clients.set(name, client);
  }
  return {
    wan,
    cluster,
    redis: [redis, replica.host, replica.witness],
    hubs,
    media,
    people,
    meeting,
    pages,
    clients,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
