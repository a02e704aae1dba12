import { useElementSize } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminNode } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { regions } from '#shared/contract/regions.ts';
import { useFigures } from '../kit/use-figures.ts';
import { shownStatus } from '../nodes/StatusWord.tsx';
import { landDots } from './land-dots.ts';
import {
  type Arc,
  arcsBetween,
  arcsToDraw,
  arcsToLabel,
  dotKind,
  isAt,
  labelPlace,
  lossThatMatters,
  namePlaces,
  type Placed,
  placeNodes,
} from './place-nodes.ts';
import { height, type Point, width } from './projection.ts';
import classes from './WorldMap.module.css';

type Props = {
  nodes: readonly AdminNode[];
  chosen: string | undefined;
  onOpen: (id: NodeId) => void;
};

/** Where the nodes stand and how they hear each other. The table below says the same in words, so the picture is one image. */
export function WorldMap({ nodes, chosen, onOpen }: Props) {
  const { t } = useTranslation('admin');
  const [hovered, setHovered] = useState<string | null>(null);
  const id = useId();
  const { ref, ...size } = useElementSize<HTMLDivElement>();
  const unit = unitOf(size);
  const focus = hovered ?? chosen;
  const placed = placeNodes(nodes, unit);
  const names = namePlaces(placed, unit);
  const arcs = arcsToDraw(arcsBetween(placed), focus);
  return (
    <div ref={ref} className={classes.frame} style={{ '--unit': unit }}>
      <svg className={classes.root} viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
        <title id={id}>{t('map.title', { count: nodes.length })}</title>
        <Land used={new Set(nodes.map(({ region }) => region))} />
        {regions.map((region) => (
          <RegionLabel
            key={region}
            region={region}
            at={names.get(region)}
            nodes={placed.filter(({ node }) => node.region === region)}
          />
        ))}
        {arcs.map((arc) => (
          <ArcLine
            key={arc.key}
            arc={arc}
            lit={arc.key === focus || isAt(arc, focus)}
            onHover={(on) => setHovered(on ? arc.key : null)}
          />
        ))}
        {placed.map((one) => (
          <Dot
            key={one.node.id}
            placed={one}
            chosen={one.node.id === chosen}
            onOpen={onOpen}
            onHover={(on) => setHovered(on ? one.node.id : null)}
          />
        ))}
        {arcsToLabel(arcs, focus).map((arc) => (
          <ArcLabel key={arc.key} arc={arc} at={labelPlace(arc, focus, names.values(), unit)} unit={unit} />
        ))}
      </svg>
    </div>
  );
}

/** A pixel of the screen in the map's coordinates; before anything is measured, and where it would be tiny, about one. */
function unitOf(size: { width: number; height: number }): number {
  const scale = Math.min(size.width / width, size.height / height);
  return scale > 0 ? Math.min(2.6, Math.max(0.8, 1 / scale)) : 1.3;
}

function Land({ used }: { used: ReadonlySet<string> }) {
  return Object.entries(landDots()).map(([region, path]) => (
    <path key={region} d={path} className={classes.land} data-used={used.has(region)} />
  ));
}

type LabelProps = { region: (typeof regions)[number]; at: Point | undefined; nodes: readonly Placed[] };

function RegionLabel({ region, at, nodes }: LabelProps) {
  const { t } = useTranslation('admin');
  if (!at) return null;
  const people = nodes.reduce((sum, { node }) => sum + (node.figures?.participants ?? 0), 0);
  return (
    <text className={classes.region} x={at.x} y={at.y}>
      {t(`regions.${region}`)} <tspan className={classes.people}>{t('map.people', { count: people })}</tspan>
    </text>
  );
}

function ArcLine({ arc, lit, onHover }: { arc: Arc; lit: boolean; onHover: (on: boolean) => void }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const note = t('map.arc', {
    from: arc.from.node.name,
    to: arc.to.node.name,
    rtt: format.ms(arc.rttMs),
    loss: format.fineShare(arc.lossShare),
    bitrate: format.bitrate(arc.bitrate),
  });
  return (
    <g data-note={note} onPointerEnter={() => onHover(true)} onPointerLeave={() => onHover(false)}>
      <path d={arc.path} className={classes.reach} />
      <path d={arc.path} className={classes.arc} data-lit={lit} data-loss={arc.lossShare > lossThatMatters} />
    </g>
  );
}

function ArcLabel({ arc: { rttMs }, at, unit }: { arc: Arc; at: Point; unit: number }) {
  const format = useFigures();
  const text = format.ms(rttMs);
  return (
    <g
      className={classes.label}
      transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) scale(${unit.toFixed(2)})`}
    >
      <rect x={-text.length * 3.4 - 6} y={-10} width={text.length * 6.8 + 12} height={20} rx={6} />
      <text y={4}>{text}</text>
    </g>
  );
}

type DotProps = {
  placed: Placed;
  chosen: boolean;
  onOpen: (id: NodeId) => void;
  onHover: (on: boolean) => void;
};

function Dot({ placed: { node, x, y, radius }, chosen, onOpen, onHover }: DotProps) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const status = shownStatus(node);
  const note = [
    `${node.name} · ${t(`status.${status}`)}`,
    node.figures &&
      t('map.node', {
        count: node.figures.participants,
        cpu: format.share(node.figures.cpu),
        bitrate: format.bitrate(node.figures.bitrate),
      }),
  ]
    .filter(Boolean)
    .join('\n');
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the table's rows are the keyboard's way
    <g
      className={classes.node}
      style={{ transform: `translate(${x}px, ${y}px)` }}
      data-status={status}
      data-kind={dotKind(node)}
      data-chosen={chosen}
      data-note={note}
      onClick={() => onOpen(node.id)}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <circle className={classes.touch} />
      <circle r={radius} className={classes.ring} />
      <circle r={radius} className={classes.dot} />
    </g>
  );
}
