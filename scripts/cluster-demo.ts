// `npm run cluster:demo`: Redis, two hubs and four media nodes, one a region, as processes of their own on this machine.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { regions } from '#shared/contract/regions.ts';
import { startCluster } from '#tests/cluster/cluster.ts';
import { loopbackHost } from '#tests/cluster/host.ts';
import { demoLogins, demoOrganisation, demoWorld } from './demo-world.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    redis: { type: 'string', default: '6399' },
    media: { type: 'string', default: '40000' },
  },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);

const hubs = [loopbackHost('hub-1', '127.0.0.1', 'eu'), loopbackHost('hub-2', '127.0.0.1', 'na')];
const media = regions.map((region, index) =>
  loopbackHost(`media-${region}`, `127.0.0.${11 + index}`, region),
);

say('Starting PostgreSQL, Redis, two hubs and four media nodes ...');
const cluster = await startCluster({
  redis: loopbackHost('redis', '127.0.0.1', 'eu'),
  hubs,
  media,
  ports: { redis: Number(values.redis), hub: Number(values.port), media: Number(values.media) },
  organisationName: demoOrganisation,
});

let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  say('Stopping everything ...');
  await cluster[Symbol.asyncDispose]();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));

const { update: meeting } = await demoWorld(cluster.world);

for (const hub of hubs) say(`hub    ${hub.name.padEnd(10)} ${cluster.urlOf(hub)}   pid ${pidOf(hub)}`);
for (const node of media) say(`media  ${node.name.padEnd(10)} ${node.address}   pid ${pidOf(node)}`);
say(`The console is at ${cluster.world.url}/console. Sign in on either hub as one of these:`);
for (const { name, email, password, is } of demoLogins)
  say(`  ${name.padEnd(8)} ${email.padEnd(22)} ${password}   ${is}`);
say(`A meeting without a lobby, reached through either hub: /m/${meeting.code}`);
say(
  'Drain a node in the console, or kill a process: whoever it carried goes on elsewhere. Ctrl-C ends all of it.',
);
await sleep(2 ** 31 - 1);

function pidOf(host: (typeof hubs)[number]): number {
  return cluster.process(host).child.pid ?? 0;
}
