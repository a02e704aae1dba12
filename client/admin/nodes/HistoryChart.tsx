import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import { useScheme } from '../../app/use-scheme.ts';
import { useFigures } from '../kit/use-figures.ts';
import classes from './HistoryChart.module.css';
import { length, type Measure, peakOf, stepMs } from './history.ts';

const chartHeight = 84;
/** Seconds before now, oldest first. */
const times = Array.from({ length }, (_, at) => -((length - 1 - at) * stepMs) / 1000);

type Props = { measure: Measure; values: readonly (number | null)[]; least: number };

/** The last ten minutes of one figure; pointing at a moment reads its value. */
export function HistoryChart(props: Props) {
  // A canvas takes its colours once: another scheme is another chart.
  return <Chart key={useScheme()} {...props} />;
}

/** Newest at the right: what is not known yet is empty at the left. */
const padded = (values: Props['values']): (number | null)[] => [
  ...Array.from({ length: length - values.length }, () => null),
  ...values,
];

function Chart({ measure, values, least }: Props) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const [at, setAt] = useState<number | null>(null);
  const write = {
    cpu: format.share,
    participants: format.count,
    bitrate: format.bitrate,
    packetsPerSecond: format.rough,
  }[measure];
  const top = Math.max(least, (peakOf(values) ?? 0) * 1.1);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const made = new uPlot(optionsFor(element, setAt), [times, times.map(() => null)], element);
    chart.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: chartHeight }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    chart.current?.setData([times, padded(values)], false);
    chart.current?.setScale('x', { min: times[0] ?? 0, max: 0 });
    chart.current?.setScale('y', { min: 0, max: top });
  }, [values, top]);

  const ago = at === null ? 0 : -(times[at] ?? 0);
  const shown = at === null ? values.at(-1) : padded(values)[at];
  return (
    <figure className={classes.root}>
      <figcaption className={classes.caption}>
        <span>{t(`nodes.measures.${measure}`)}</span>
        <span className={classes.when}>
          {ago > 0
            ? t('nodes.ago', { time: format.lasting(ago) })
            : t('nodes.peak', { peak: write(peakOf(values)) })}
        </span>
        <strong>{write(shown)}</strong>
      </figcaption>
      <div
        ref={host}
        className={classes.chart}
        role="img"
        aria-label={t('nodes.sparkline', {
          what: t(`nodes.measures.${measure}`),
          now: write(values.at(-1)),
          peak: write(peakOf(values)),
        })}
      />
    </figure>
  );
}

function optionsFor(element: HTMLElement, onPoint: (at: number | null) => void): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    width: element.clientWidth,
    height: chartHeight,
    padding: [4, 0, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 7 } },
    scales: { x: { time: false }, y: { auto: false } },
    axes: [
      {
        size: 18,
        gap: 2,
        font: `11px ${style.fontFamily}`,
        stroke: colour('--text-soft'),
        splits: () => [-480, -300, -120],
        values: (_, splits) => splits.map((seconds) => `${seconds / 60} min`),
        grid: { stroke: colour('--line'), width: 1 },
        ticks: { show: false },
      },
      { show: false },
    ],
    series: [
      {},
      {
        stroke: colour('--accent-text'),
        fill: colour('--surface-active'),
        width: 1.5,
        points: { show: false },
        spanGaps: false,
      },
    ],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  };
}
