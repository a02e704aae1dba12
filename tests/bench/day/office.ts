import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listChannels, messageChanged, sendMessage } from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import type { HubProcess } from '#tests/hub-process.ts';
import { openTab, settle, type Tab } from './tab.ts';

const body = 'The build is green again, thanks! Could somebody look at the second point before noon?';

/** People of one company in one space, and their tabs. */
export async function openOffice(hub: HubProcess, people: number) {
  const { world } = hub;
  const names = Array.from({ length: people }, (_, nth) => `person${nth}`);
  const [first = 'person0', ...others] = names;
  await world.setUp(first);
  for (const name of others) await world.invite(first, name);
  const owner = await world.as(first);
  const { id: spaceId } = await owner.call(createSpace, { name: 'Company', kind: 'team' });
  for (const name of others)
    await owner.call(addSpaceMember, { spaceId, personId: world.get(name).me.id, role: 'member' });
  const { channels } = await owner.call(listChannels, {});
  const channelId = channels.find((channel) => channel.spaceId === spaceId)?.id;
  if (!channelId) throw new Error('the space has no channel');
  for (const { client } of world.people.values()) client.close();
  const cookies = names.map((name) => world.get(name).cookie);

  const tabs: Tab[] = [];
  let heard = 0;
  return {
    tabs,
    /** More tabs of the same people, in turn, each with what the client asks at its start. */
    async come(count: number): Promise<void> {
      while (count > 0) {
        const group = Array.from({ length: Math.min(20, count) }, (_, nth) => tabs.length + nth);
        const made = await Promise.all(
          group.map(async (nth) => {
            const tab = await openTab(hub.url, cookies[nth % people] ?? '', nth);
            tab.on(messageChanged, () => {
              heard += 1;
            });
            await settle(tab, channelId);
            return tab;
          }),
        );
        tabs.push(...made);
        count -= made.length;
      }
    },
    chat: (perSecond: number, seconds: number) =>
      chat(tabs, channelId, people, perSecond, seconds, () => heard),
    wire: () =>
      tabs
        .map((tab) => tab.bytes())
        .reduce((a, b) => ({ egress: a.egress + b.egress, ingress: a.ingress + b.ingress })),
    storage: () => bytesUnder(join(hub.dataDir, 'postgres', '18', 'base')),
    close(): void {
      for (const tab of tabs) tab.close();
    },
  };
}
export type Office = Awaited<ReturnType<typeof openOffice>>;

/** People post in turn; every tab hears everything. Answers how many messages and deliveries there were. */
async function chat(
  tabs: readonly Tab[],
  channelId: ChannelId,
  people: number,
  perSecond: number,
  seconds: number,
  heard: () => number,
) {
  const messages = Math.round(perSecond * seconds);
  const deliveries = messages * tabs.length;
  const [started, before] = [performance.now(), heard()];
  const answers: Promise<unknown>[] = [];
  while (answers.length < messages) {
    const due = Math.min(messages, Math.ceil(((performance.now() - started) / 1_000) * perSecond));
    for (; answers.length < due; ) {
      const input = { channelId, clientId: randomUUID(), body };
      const tab = tabs[answers.length % people];
      if (tab)
        answers.push(tab.call(sendMessage, input as Parameters<typeof tab.call<typeof sendMessage>>[1]));
    }
    await sleep(5);
  }
  await Promise.all(answers);
  for (const until = Date.now() + 20_000; heard() - before < deliveries && Date.now() < until; )
    await sleep(10);
  const got = heard() - before;
  if (got !== deliveries) throw new Error(`${got} of ${deliveries} messages were delivered`);
  return { messages, deliveries };
}

function bytesUnder(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
