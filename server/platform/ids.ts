import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(16 * 256);
let used = pool.length;
let lastTime = 0;
let counter = 0;

/**
 * A UUID v7 (RFC 9562 section 5.7). Ids made by one process sort in the order they were made: the 12 bits after
 * the millisecond are a counter (section 6.2, method 1), so inserts stay at the right edge of an index.
 */
export function newId<T extends string = string>(now: number = Date.now()): T {
  const time = nextTime(now);
  const bytes = randomBytes16();
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return format(bytes) as T;
}

/** The millisecond an id was made in. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}

function nextTime(now: number): number {
  if (now > lastTime) {
    lastTime = now;
    // Starts low, so that thousands of ids fit into one millisecond before the time has to be borrowed.
    counter = randomBytes16().readUInt16BE(0) & 0x1ff;
  } else if (counter < 0xfff) {
    counter += 1;
  } else {
    lastTime += 1;
    counter = 0;
  }
  return lastTime;
}

/** Random bytes are drawn 256 ids at a time: one system call per id would dominate a burst of messages. */
function randomBytes16(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return Buffer.from(pool.subarray(used - 16, used));
}

function format(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
