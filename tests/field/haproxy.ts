import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '#tests/cluster/host.ts';
import { type Running, start } from '#tests/cluster/process.ts';

/** A load balancer in front of the hubs: its region's own comes first, a dead one is left out from the first refusal on. */
export async function startHaproxy(host: Host, hubs: readonly Host[], folder: string): Promise<Running> {
  const file = join(folder, `${host.name}.cfg`);
  const role = (hub: Host) => (hub.region === host.region ? '' : ' backup');
  await writeFile(
    file,
    `defaults
  mode http
  timeout connect 2s
  timeout check 2s
  timeout client 1m
  timeout server 1m
  timeout tunnel 1h
  option forwardfor
  retries 2
  option redispatch 1
frontend people
  bind ${host.address}:80
  default_backend hubs
backend hubs
  balance roundrobin
  option httpchk GET /readyz
  default-server check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions observe layer4 error-limit 1 on-error mark-down
${hubs.map((hub) => `  server ${hub.name} ${hub.address}:3000${role(hub)}\n`).join('')}`,
  );
  return start(host, { name: 'haproxy', argv: ['haproxy', '-db', '-f', file] });
}
