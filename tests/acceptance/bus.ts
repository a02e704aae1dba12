import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { Role } from '#server/config/roles.ts';
import { type Bus, busCommand, type NodeInfo, textTopic, topic } from '#server/platform/bus.ts';
import { AppError } from '#shared/contract/errors.ts';

/** The nodes of one installation; disposing closes them all. */
export type BusWorld = AsyncDisposable & {
  /** Ids of nodes that the world itself consists of, such as the hub at the other end of a link. */
  others?: readonly string[];
  node(options?: { id?: string; roles?: readonly Role[] }): Promise<Bus>;
};

type Note = { text: string; tags?: string[] };
const notes = topic<Note>('notes');
const double = busCommand<{ n: number }, { n: number; by: string }>('double');

/** What every bus promises, whatever carries it. */
export function describeBus(name: string, createWorld: () => Promise<BusWorld>): void {
  describe(`bus: ${name}`, () => {
    describePublishing(createWorld);
    describeRequests(createWorld);
    describeClosing(createWorld);
    describeNodes(createWorld);
  });
}

/** Collects what arrives on `notes`. */
async function collect(bus: Bus): Promise<{ seen: Note[]; stop: () => Promise<void> }> {
  const seen: Note[] = [];
  const stop = await bus.subscribe(notes, (note) => seen.push(note));
  return { seen, stop };
}

function describePublishing(createWorld: () => Promise<BusWorld>): void {
  test('what is published reaches every node that subscribed, the publisher too, a moment later', async () => {
    await using world = await createWorld();
    const [a, b, c] = [await world.node({ id: 'a' }), await world.node(), await world.node()];
    const from: string[] = [];
    const here = await collect(a);
    await b.subscribe(notes, (_, sender) => from.push(sender));
    const elsewhere: unknown[] = [];
    await c.subscribe(topic('other'), (payload) => elsewhere.push(payload));
    a.publish(notes, { text: 'hello' });
    expect(here.seen).toEqual([]);
    await expect.poll(() => from).toEqual(['a']);
    await expect.poll(() => here.seen).toEqual([{ text: 'hello' }]);
    expect(elsewhere).toEqual([]);
  });

  test('one publisher is heard in order on a topic', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node()];
    const { seen } = await collect(b);
    const sent = Array.from({ length: 500 }, (_, index) => ({ text: String(index) }));
    for (const note of sent) a.publish(notes, note);
    await vi.waitFor(() => expect(seen).toHaveLength(500), { timeout: 5_000 });
    expect(seen).toEqual(sent);
  });

  test('nobody shares an object: not with the sender, not with another listener', async () => {
    await using world = await createWorld();
    const bus = await world.node();
    const [first, second] = [await collect(bus), await collect(bus)];
    const sent = { text: 'mine', tags: ['a'] };
    bus.publish(notes, sent);
    sent.tags.push('changed by the sender');
    await expect.poll(() => second.seen).toHaveLength(1);
    first.seen[0]?.tags?.push('changed by a listener');
    expect(second.seen).toEqual([{ text: 'mine', tags: ['a'] }]);
    expect(sent.tags).toEqual(['a', 'changed by the sender']);
  });

  test('text travels as it is, however much of it is published at once', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node()];
    const lines = textTopic('lines');
    const heard: string[] = [];
    await a.subscribe(lines, (line) => heard.push(`here ${line}`));
    await b.subscribe(lines, (line) => heard.push(`there ${line}`));
    const sent = ['["hello",{"who":"é😀"}]', '', 'no JSON at all', 'x'.repeat(100_000)];
    for (const line of sent) a.publish(lines, line);
    await expect.poll(() => heard).toHaveLength(8);
    for (const where of ['here', 'there'])
      expect(heard.filter((line) => line.startsWith(where))).toEqual(sent.map((line) => `${where} ${line}`));
  });

  test('nothing at all can be published', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node()];
    const heard: unknown[] = [];
    await b.subscribe(topic<undefined>('nothing'), (payload) => heard.push(payload));
    a.publish(topic<undefined>('nothing'), undefined);
    await expect.poll(() => heard).toEqual([undefined]);
  });

  test('a topic that is let go and taken up again in a hurry is heard', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node()];
    for (let round = 0; round < 10; round++) {
      const { stop } = await collect(b);
      const stopping = stop();
      const { seen, stop: stopAgain } = await collect(b);
      await stopping;
      a.publish(notes, { text: `round ${round}` });
      await expect.poll(() => seen).toEqual([{ text: `round ${round}` }]);
      await stopAgain();
    }
  });

  test('publishing never throws and a failing listener disturbs nobody', async () => {
    await using world = await createWorld();
    const bus = await world.node();
    await bus.subscribe(notes, () => {
      throw new Error('a broken listener');
    });
    const { seen } = await collect(bus);
    const circular: Record<string, unknown> = {};
    circular['itself'] = circular;
    expect(() => bus.publish(topic<unknown>('notes'), circular)).not.toThrow();
    bus.publish(notes, { text: 'still here' });
    await expect.poll(() => seen).toEqual([{ text: 'still here' }]);
  });

  test('after unsubscribing nothing arrives, and the other listeners stay', async () => {
    await using world = await createWorld();
    const bus = await world.node();
    const [leaving, staying] = [await collect(bus), await collect(bus)];
    await leaving.stop();
    await leaving.stop();
    bus.publish(notes, { text: 'later' });
    await expect.poll(() => staying.seen).toHaveLength(1);
    expect(leaving.seen).toEqual([]);
  });
}

function describeRequests(createWorld: () => Promise<BusWorld>): void {
  const answering = (bus: Bus) => bus.handle(double, async ({ n }) => ({ n: n * 2, by: bus.nodeId }));

  test('a request reaches the named node and brings its answer back', async () => {
    await using world = await createWorld();
    const [a, b, c] = [await world.node(), await world.node({ id: 'b' }), await world.node({ id: 'c' })];
    await answering(b);
    await answering(c);
    expect(await a.request({ node: 'b' }, double, { n: 2 })).toEqual({ n: 4, by: 'b' });
    expect(await a.request({ node: 'c' }, double, { n: 3 })).toEqual({ n: 6, by: 'c' });
  });

  test('a request to a role is answered by a node of that role, by several in turn', async () => {
    await using world = await createWorld();
    const caller = await world.node({ roles: ['hub'] });
    await answering(caller);
    for (const id of ['m1', 'm2']) await answering(await world.node({ id, roles: ['media'] }));
    await expect.poll(() => caller.nodes().map(({ id }) => id)).toEqual(expect.arrayContaining(['m1', 'm2']));
    const answers: string[] = [];
    for (let n = 0; n < 20; n++) answers.push((await caller.request({ role: 'media' }, double, { n })).by);
    expect(new Set(answers)).toEqual(new Set(['m1', 'm2']));
  });

  test('a node asks itself first, and those that do not handle a command are passed over', async () => {
    await using world = await createWorld();
    const a = await world.node({ id: 'a', roles: ['media'] });
    const b = await world.node({ id: 'b', roles: ['media'] });
    await world.node({ id: 'c', roles: ['media'] });
    await answering(b);
    for (let n = 0; n < 6; n++)
      expect(await a.request({ role: 'media' }, double, { n })).toEqual({ n: n * 2, by: 'b' });
    await answering(a);
    expect(await a.request({ role: 'media' }, double, { n: 1 })).toEqual({ n: 2, by: 'a' });
    expect(await a.request({ node: 'a' }, double, { n: 2 })).toEqual({ n: 4, by: 'a' });
  });

  test('many requests at once do not mix their answers', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node({ id: 'b' })];
    await b.handle(double, async ({ n }) => {
      await sleep(Math.random() * 10);
      return { n: n * 2, by: 'b' };
    });
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    const answers = await Promise.all(numbers.map((n) => a.request({ node: 'b' }, double, { n })));
    expect(answers.map(({ n }) => n)).toEqual(numbers.map((n) => n * 2));
  });

  test('code, message and details of an AppError reach the caller', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node({ id: 'b' })];
    await b.handle(double, async () => {
      throw new AppError('conflict', 'the room is full', { details: { reason: 'full' } });
    });
    const refused = await a.request({ node: 'b' }, double, { n: 1 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({
      code: 'conflict',
      message: 'the room is full',
      details: { reason: 'full' },
    });
  });

  test('any other error arrives as internal, without its text', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node({ id: 'b' })];
    await b.handle(double, async () => {
      throw new TypeError('secret of node b');
    });
    const failed = await a.request({ node: 'b' }, double, { n: 1 }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'internal' });
    expect(String(failed)).not.toContain('secret');
  });

  test('a request nobody handles is unavailable', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node({ id: 'b', roles: ['hub'] })];
    const unavailable = { code: 'unavailable' };
    await expect(a.request({ node: 'b' }, double, { n: 1 })).rejects.toMatchObject(unavailable);
    await expect(a.request({ node: 'nowhere' }, double, { n: 1 })).rejects.toMatchObject(unavailable);
    await expect(a.request({ role: 'media' }, double, { n: 1 })).rejects.toMatchObject(unavailable);
    const stop = await answering(b);
    await stop();
    await expect(a.request({ node: 'b' }, double, { n: 1 })).rejects.toMatchObject(unavailable);
  });

  test('a late answer is a timeout, and its arrival disturbs nobody', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node(), await world.node({ id: 'b' })];
    await b.handle(double, async ({ n }) => {
      if (n === 0) await sleep(80);
      return { n, by: 'b' };
    });
    const late = a.request({ node: 'b' }, double, { n: 0 }, { deadlineMs: 20 });
    await expect(late).rejects.toMatchObject({ code: 'timeout' });
    await sleep(80);
    expect(await a.request({ node: 'b' }, double, { n: 7 })).toEqual({ n: 7, by: 'b' });
  });
}

function describeClosing(createWorld: () => Promise<BusWorld>): void {
  test('closing rejects what is pending on both sides', async () => {
    await using world = await createWorld();
    const [a, b, c] = [await world.node(), await world.node({ id: 'b' }), await world.node({ id: 'c' })];
    for (const bus of [b, c]) await bus.handle(double, () => new Promise(() => {}));
    const request = (node: string) => a.request({ node }, double, { n: 1 }).catch((error: unknown) => error);
    const toClosingNode = request('b');
    await sleep(20);
    await b.close();
    expect(await toClosingNode).toMatchObject({ code: 'unavailable' });
    const fromClosingNode = request('c');
    await a.close();
    expect(await fromClosingNode).toMatchObject({ code: 'unavailable' });
  });

  test('after closing nothing arrives and nothing works, but nothing breaks either', async () => {
    await using world = await createWorld();
    const [a, b] = [await world.node({ id: 'a' }), await world.node()];
    const [closed, open] = [await collect(a), await collect(b)];
    await a.close();
    await a.close();
    a.publish(notes, { text: 'from the grave' });
    b.publish(notes, { text: 'to the living' });
    await expect.poll(() => open.seen).toEqual([{ text: 'to the living' }]);
    expect(closed.seen).toEqual([]);
    await closed.stop();
    const unavailable = { code: 'unavailable' };
    await expect(a.subscribe(notes, () => {})).rejects.toMatchObject(unavailable);
    await expect(a.lease('anything', 1_000)).rejects.toMatchObject(unavailable);
    await expect(b.request({ node: 'a' }, double, { n: 1 })).rejects.toMatchObject(unavailable);
  });
}

function describeNodes(createWorld: () => Promise<BusWorld>): void {
  test('every node knows who is there, and hears who comes and goes', async () => {
    await using world = await createWorld();
    const { others = [] } = world;
    const a = await world.node({ id: 'a', roles: ['hub'] });
    const told: string[][] = [];
    const idsOf = (nodes: readonly NodeInfo[]) =>
      nodes.map(({ id }) => id).filter((id) => !others.includes(id));
    a.onNodes((nodes) => told.push(idsOf(nodes).toSorted()));
    expect(idsOf(a.nodes())).toEqual(['a']);
    expect(a.nodes()).toHaveLength(1 + others.length);
    const b = await world.node({ id: 'b', roles: ['media'] });
    expect(b.nodes().map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'b']));
    await expect.poll(() => told.at(-1)).toEqual(['a', 'b']);
    expect(a.nodes().find(({ id }) => id === 'b')).toMatchObject({ roles: ['media'], region: 'eu' });
    expect(Date.parse(a.nodes()[0]?.startedAt ?? '')).not.toBeNaN();
    await b.close();
    await expect.poll(() => told.at(-1)).toEqual(['a']);
  });

  test('a bus says how it is', async () => {
    await using world = await createWorld();
    const bus = await world.node();
    expect(bus.state()).toBe('connected');
    const told: string[] = [];
    const stop = bus.onState((state) => told.push(state));
    stop();
    expect(told).toEqual([]);
  });
}
