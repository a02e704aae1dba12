import { describe, expect, it } from 'vitest';
import { NodeId } from '#shared/contract/ids.ts';
import { aNode } from '../nodes/nodes.fixtures.ts';
import { landDots, regionAt } from './land-dots.ts';
import { arcsBetween, arcsToDraw, arcsToLabel, labelPlace, namePlaces, placeNodes } from './place-nodes.ts';
import { height, project, unproject, width } from './projection.ts';

describe('the land', () => {
  it.each([
    ['Paris', 2.3, 48.8, 'eu'],
    ['Nairobi', 36.8, -1.3, 'eu'],
    ['Chicago', -88, 41, 'na'],
    ['Brasília', -47.9, -15.8, 'sa'],
    ['Delhi', 77, 28.6, 'ap'],
    ['Alice Springs', 133.9, -23.7, 'ap'],
  ])('has %s in its region', (_, longitude, latitude, region) => {
    expect(regionAt(longitude, latitude)).toBe(region);
  });

  it('leaves the oceans empty', () => {
    expect([regionAt(-35, 30), regionAt(80, -30), regionAt(-150, 0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is drawn within the picture', () => {
    const dots = Object.values(landDots()).flatMap((path) => [...path.matchAll(/M([\d.]+) ([\d.]+)h0/g)]);
    expect(dots.length).toBeGreaterThan(1_000);
    expect(dots.every(([, x, y]) => Number(x) <= width && Number(y) <= height)).toBe(true);
  });

  it('projects there and back', () => {
    const { longitude, latitude } = unproject(project(12, 49));
    expect([longitude, latitude]).toEqual([expect.closeTo(12, 6), expect.closeTo(49, 6)]);
  });
});

describe('nodes on the map', () => {
  const peer = (node: string, lossShare = 0) => ({
    node: NodeId.parse(node),
    rttMs: 90,
    lossShare,
    bitrate: 1,
  });
  const placed = placeNodes([
    aNode('p1', { peers: [peer('p2'), peer('o1'), peer('o2')] }),
    aNode('p2', { peers: [peer('p1'), peer('o1', 0.02)] }),
    aNode('o1', { region: 'na', peers: [peer('p1'), peer('gone')] }),
    aNode('o2', { region: 'na' }),
  ]);
  const arcs = arcsBetween(placed);
  const keys = (list: typeof arcs) => list.map(({ key }) => key).toSorted();

  it('say their round trip where no name is written', () => {
    const far = placeNodes([
      aNode('p1', { region: 'na', peers: [peer('p2')] }),
      aNode('p2', { region: 'ap' }),
    ]);
    const [arc] = arcsToLabel(arcsBetween(far), 'p1');
    if (!arc) throw new Error('no arc');
    const usual = labelPlace(arc, 'p1');
    expect(labelPlace(arc, 'p1', [{ x: usual.x, y: usual.y + 60 }])).toEqual(usual);
    const other = labelPlace(arc, 'p1', [usual]);
    expect(Math.hypot(other.x - usual.x, other.y - usual.y)).toBeGreaterThan(15);
    expect([...namePlaces(placed, 1).keys()].toSorted()).toEqual(['eu', 'na']);
  });

  it('stand apart', () => {
    const [a, b] = placed;
    expect(Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0))).toBeGreaterThan(12);
  });

  it('have one arc a pair, none to who is gone', () => {
    expect(keys(arcs)).toEqual(['o1 p1', 'o1 p2', 'o2 p1', 'p1 p2']);
  });

  it('show one arc between two regions, and each that loses packets', () => {
    expect(keys(arcsToDraw(arcs, undefined))).toEqual(['o1 p1', 'o1 p2']);
    expect(keys(arcsToDraw(arcs, 'o2'))).toEqual(['o1 p1', 'o1 p2', 'o2 p1']);
  });

  it('say the round trip to each other region once', () => {
    expect(arcsToLabel(arcsToDraw(arcs, 'p1'), 'p1')).toHaveLength(1);
    expect(arcsToLabel(arcs, undefined)).toEqual([]);
  });
});
