import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { start } from '#tests/cluster/process.ts';
import { createWan } from './wan.ts';

const echo = `
  import { createSocket } from 'node:dgram';
  const socket = createSocket('udp4');
  socket.on('message', (text, from) => socket.send(text, from.port, from.address));
  socket.bind(7, process.argv[1], () => console.log('listening'));
`;

describe.skipIf(!process.env['ENTENTE_FIELD'])('the network of the field tests (root only)', () => {
  test('delays, cuts and counts', async () => {
    await using wan = await createWan();
    const far = await wan.host('far', 'ap');
    await using server = start(far, {
      name: 'echo',
      argv: [process.execPath, '--input-type=module', '-e', echo, far.address],
    });
    await server.said(/listening/);
    const here = { ...far, name: 'here' };
    await wan.delay(here, far, 60);
    const socket = createSocket('udp4').bind(0, '10.77.9.1');
    await once(socket, 'listening');
    async function roundTrip(): Promise<number | undefined> {
      const begun = performance.now();
      socket.send('hello', 7, far.address);
      const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 400));
      const heard = await Promise.race([once(socket, 'message'), late]);
      return heard ? performance.now() - begun : undefined;
    }
    expect(await roundTrip()).toBeGreaterThan(59);
    await wan.cut(far, true);
    expect(await roundTrip()).toBeUndefined();
    await wan.cut(far, false);
    await wan.part(far, here, true);
    expect(await roundTrip()).toBeUndefined();
    await wan.part(far, here, false);
    expect(await roundTrip()).toBeLessThan(400);
    expect((await wan.counted(here, far)).packets).toBe(3);
    socket.close();
  });
});
