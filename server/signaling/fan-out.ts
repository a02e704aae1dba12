import type { Namespace } from 'socket.io';
import type { Audience } from './audience.ts';

/**
 * Sends events to all connections of an audience on this node. Each event becomes one WebSocket frame, and what
 * a connection is to hear at once (a batch of messages, several channels) leaves in one write: the write is what costs.
 * Order within an audience is kept, and events leave before the acknowledgement of the command that caused them.
 */
export function createFanOut(space: Namespace) {
  /** engine.io "message" (4), socket.io "event" (2), in a namespace: their protocols, version 4 and 5. */
  const eventPrefix = space.name === '/' ? '42' : `42${space.name},`;
  let waiting = new Map<Audience, Buffer[]>();

  function flush(): void {
    const frames = waiting;
    waiting = new Map();
    const [only] = frames;
    if (only && frames.size === 1) return write(membersOf(only[0]), only[1]);
    const perConnection = new Map<string, Buffer[]>();
    for (const [audience, each] of frames)
      for (const id of membersOf(audience)) {
        const before = perConnection.get(id);
        if (before) before.push(...each);
        else perConnection.set(id, [...each]);
      }
    for (const [id, each] of perConnection) write([id], each);
  }

  const membersOf = (audience: Audience): Iterable<string> => space.adapter.rooms.get(audience) ?? [];

  function write(connections: Iterable<string>, frames: Buffer[]): void {
    const [first, ...more] = frames;
    if (!first) return;
    // engine.io writes such frames as they are. Several in one buffer are still several frames to the other end.
    const options = {
      compress: false,
      wsPreEncodedFrame: [more.length === 0 ? first : Buffer.concat(frames)],
    };
    for (const id of connections) space.sockets.get(id)?.conn.write(unused, options);
  }

  return {
    /** `event` as its publisher encoded it: `["name",payload]`. */
    send(audience: Audience, event: string): void {
      const frame = textFrame(eventPrefix + event);
      if (waiting.size === 0) queueMicrotask(flush);
      const others = waiting.get(audience);
      if (others) others.push(frame);
      else waiting.set(audience, [frame]);
    },
  };
}
export type FanOut = ReturnType<typeof createFanOut>;

/** Takes the place of the packet that the frame was made from; a transport without frames would send it. */
const unused = '';

/** A whole, unmasked text frame (RFC 6455 section 5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81;
  if (header === 2) frame[1] = length;
  else if (header === 4) frame.writeUInt32BE((0x81_7e_00_00 | length) >>> 0, 0);
  else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}
