import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { BusWorld } from './bus.ts';

/** Exclusive rights among the nodes of one installation. */
export function describeLeases(name: string, createWorld: () => Promise<BusWorld>): void {
  describe(`leases: ${name}`, () => {
    test('one node holds a name at a time, other names are free', async () => {
      await using world = await createWorld();
      const [a, b] = [await world.node(), await world.node()];
      const held = await a.lease('sweeper', 5_000);
      expect(held?.lost.aborted).toBe(false);
      expect(await b.lease('sweeper', 5_000)).toBeUndefined();
      expect(await a.lease('sweeper', 5_000)).toBeUndefined();
      expect(await b.lease('another', 5_000)).toBeDefined();
      await held?.release();
      expect(held?.lost.aborted).toBe(false);
      expect(await b.lease('sweeper', 5_000)).toBeDefined();
    });

    test('of many that ask at once, one gets it', async () => {
      await using world = await createWorld();
      const nodes = await Promise.all(Array.from({ length: 8 }, () => world.node()));
      const answers = await Promise.all(nodes.map((node) => node.lease('sweeper', 5_000)));
      expect(answers.filter(Boolean)).toHaveLength(1);
    });

    test('an unrenewed lease runs out, its holder is told, and the fencing number grows', async () => {
      await using world = await createWorld();
      const [a, b] = [await world.node(), await world.node()];
      const first = await a.lease('sweeper', 60);
      await sleep(120);
      expect(first?.lost.aborted).toBe(true);
      expect(await first?.renew()).toBe(false);
      const second = await b.lease('sweeper', 5_000);
      expect(second?.token).toBeGreaterThan(first?.token ?? Number.POSITIVE_INFINITY);
      await first?.release();
      expect(await a.lease('sweeper', 5_000)).toBeUndefined();
    });

    test('a renewed lease lasts', async () => {
      await using world = await createWorld();
      const [a, b] = [await world.node(), await world.node()];
      const lease = await a.lease('sweeper', 400);
      for (let round = 0; round < 6; round++) {
        await sleep(100);
        expect(await lease?.renew()).toBe(true);
      }
      expect(await b.lease('sweeper', 100)).toBeUndefined();
      expect(lease?.lost.aborted).toBe(false);
    });

    test('a node that closes loses its leases', async () => {
      await using world = await createWorld();
      const [a, b] = [await world.node(), await world.node()];
      const lease = await a.lease('sweeper', 60_000);
      await a.close();
      expect(lease?.lost.aborted).toBe(true);
      expect(await b.lease('sweeper', 100)).toBeDefined();
    });
  });
}
