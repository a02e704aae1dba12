import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readBody } from './read-body.ts';

const kilobytes = (count: number) =>
  Readable.from(Array.from({ length: count }, () => Buffer.alloc(1024, 7)));

test('collects up to the limit', async () => {
  expect(await readBody(kilobytes(4), 4096)).toEqual(Buffer.alloc(4096, 7));
  expect(await readBody(kilobytes(0), 4096)).toHaveLength(0);
});

test('refuses a byte more, and reads on so that the sender hears of it', async () => {
  const body = kilobytes(5);
  await expect(readBody(body, 4096)).rejects.toMatchObject({ code: 'tooLarge' });
  expect(body.readableEnded).toBe(true);
});

test('gives up on an endless body', async () => {
  let made = 0;
  const endless = new Readable({
    read() {
      made += 1;
      this.push(Buffer.alloc(1024));
    },
  });
  await expect(readBody(endless, 4096)).rejects.toMatchObject({ code: 'tooLarge' });
  expect(made).toBeLessThan(200);
  endless.destroy();
});

test('says of a sender who went away in the middle that the body is not whole', async () => {
  const body = Readable.from(
    (async function* () {
      yield Buffer.alloc(10);
      throw new Error('aborted');
    })(),
  );
  await expect(readBody(body, 4096)).rejects.toMatchObject({ code: 'invalid' });
});
