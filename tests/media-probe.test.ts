import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { loadTopic, type NodeLoad } from '#server/media/media.commands.ts';
import { probePeers } from '#server/media/node/probe-peers.ts';
import { startStun, stunRequest } from '#server/media/stun.ts';
import { createMemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import { createTestMediaNode, until } from './media-kit.ts';

const config = {
  listenAddress: '127.0.0.1',
  announcedAddresses: ['127.0.0.1'],
  port: 0,
  workers: 1,
  probePort: 0,
};

test('two media nodes tell how far they are from each other', async () => {
  const busHub = createMemoryBusHub();
  await using one = await createTestMediaNode({ nodeId: 'm1', busHub, config });
  await using two = await createTestMediaNode({ nodeId: 'm2', busHub, config });
  const loads = new Map<string, NodeLoad>();
  await one.bus.subscribe(loadTopic, (load) => void loads.set(load.node, load));
  await until(() => [...loads.values()].filter(({ peers }) => peers.length === 1).length === 2, 15_000);
  expect(loads.get('m1')).toMatchObject({
    probe: { address: '127.0.0.1', port: expect.any(Number) },
    peers: [{ node: 'm2', lossShare: 0, bitrate: 0 }],
  });
  expect(loads.get('m2')?.peers[0]).toMatchObject({ node: 'm1', rttMs: expect.any(Number) });
  expect(two.node.trouble()).toBeUndefined();
}, 30_000);

test('a way that loses everything, nonsense for an address and its own name are told apart', async () => {
  const stun = await startStun({ address: '127.0.0.1', port: 0 });
  const deaf = createSocket('udp4').bind(0, '127.0.0.1');
  await once(deaf, 'listening');
  const probes = await probePeers({ self: 'me', everyMs: 100 });
  const hear = (node: string, address: unknown, port: unknown) =>
    probes.hear({ node, probe: { address, port } as NodeLoad['probe'] });
  hear('near', '127.0.0.1', stun.port);
  hear('deaf', '127.0.0.1', deaf.address().port);
  hear('me', '127.0.0.1', stun.port);
  hear('odd', '127.0.0.1', 99_999);
  hear('odder', 7, 1);
  probes.hear({ node: 'without', probe: null });
  await until(() => probes.report().length === 2, 10_000);
  expect(probes.report()).toEqual([
    { node: 'near', rttMs: expect.any(Number), lossShare: 0, bitrate: 0 },
    { node: 'deaf', rttMs: 0, lossShare: 1, bitrate: 0 },
  ]);
  await Promise.all([probes.close(), probes.close(), stun.close()]);
  deaf.close();
});

test('the responder answers on its port what is well formed, and stays silent else', async () => {
  const stun = await startStun({ address: '127.0.0.1', port: 0 });
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const answers: Buffer[] = [];
  socket.on('message', (message) => void answers.push(message));
  for (const message of [Buffer.from('hello'), Buffer.alloc(500), stunRequest(Buffer.alloc(12, 7))])
    socket.send(message, stun.port, '127.0.0.1');
  await until(() => answers.length > 0);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.readUInt16BE(26)).toBe(socket.address().port ^ 0x2112);
  await stun.close();
  socket.close();
});
