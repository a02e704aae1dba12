import { describe, expect, it } from 'vitest';
import { unwatchNodes, watchNodes } from '#shared/contract/admin.ts';
import { createNodes } from './nodes.core.ts';
import { aNode, createNodesHub, someFigures } from './nodes.fixtures.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function watched(ids: string[] = ['a', 'b']) {
  const world = createNodesHub(ids.map((id) => aNode(id)));
  let now = 1_000_000;
  const nodes = createNodes(world.hub, () => now);
  const leave = nodes.watch();
  await settled();
  return {
    ...world,
    nodes,
    leave,
    state: nodes.store.getState,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('the list of nodes', () => {
  it('is sorted by region, then by name as people count', async () => {
    const { state, tell } = await watched();
    tell([aNode('n10'), aNode('n9'), aNode('tokyo', { region: 'ap' }), aNode('ohio', { region: 'na' })]);
    expect(state().nodes.map(({ id }) => id)).toEqual(['n9', 'n10', 'ohio', 'tokyo']);
  });

  it('keeps the object of a node that did not change, so that its row does not render again', async () => {
    const { state, tell } = await watched();
    const [a, b] = state().nodes;
    tell([aNode('a'), aNode('b', { figures: { ...someFigures, participants: 9 } })]);
    expect(state().nodes[0]).toBe(a);
    expect(state().nodes[1]).not.toBe(b);
    expect(state().nodes[1]?.figures?.participants).toBe(9);
  });

  it('drops a node that is not named any more, with its history', async () => {
    const { state, tell } = await watched();
    tell([aNode('b')]);
    expect(state().nodes.map(({ id }) => id)).toEqual(['b']);
    expect([...state().history.keys()]).toEqual(['b']);
  });

  it('adds a value every ten seconds and replaces it within them', async () => {
    const { state, tell, pass } = await watched(['a']);
    const people = () => [...(state().history.values().next().value?.participants ?? [])];
    pass(2_000);
    tell([aNode('a', { figures: { ...someFigures, participants: 20 } })]);
    expect(people()).toEqual([20]);
    pass(10_000);
    tell([aNode('a', { figures: { ...someFigures, participants: 21 } })]);
    expect(people()).toEqual([20, 21]);
    pass(30_000);
    tell([aNode('a', { figures: null, status: 'silent' })]);
    expect(people()).toEqual([20, 21, null, null, null]);
  });

  it('remembers how many people a drain began with', async () => {
    const { state, tell, nodes } = await watched(['a']);
    const [a] = state().nodes;
    if (!a) throw new Error('no node');
    await nodes.setState(a.id, 'draining');
    expect(state().drainedFrom.get(a.id)).toBe(8);
    tell([aNode('a', { status: 'draining', figures: { ...someFigures, participants: 3 } })]);
    expect(state().drainedFrom.get(a.id)).toBe(8);
    await nodes.setState(a.id, 'active');
    expect(state().drainedFrom.size).toBe(0);
  });

  it('asks again after a lost connection, since the hub forgot who watched', async () => {
    const { calls, reconnect } = await watched();
    reconnect();
    await settled();
    expect(calls).toEqual([watchNodes.name, watchNodes.name]);
  });

  it('watches once for several parts of a page and stops with the last', async () => {
    const { calls, leave, nodes, listening } = await watched();
    const leaveToo = nodes.watch();
    leave();
    leave();
    expect(listening()).toBe(2);
    leaveToo();
    expect(listening()).toBe(0);
    expect(calls).toEqual([watchNodes.name, unwatchNodes.name]);
  });

  it('says why there is no list, until there is one', async () => {
    const world = createNodesHub([aNode('a')]);
    const refusal = new Error('no');
    world.refuse(refusal);
    const nodes = createNodes(world.hub);
    nodes.watch();
    await settled();
    expect(nodes.store.getState()).toMatchObject({ ready: false, error: refusal });
    world.refuse(undefined);
    await nodes.retry();
    expect(nodes.store.getState()).toMatchObject({ ready: true, error: null });
  });
});
