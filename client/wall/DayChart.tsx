import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useFormats } from '../app/time.ts';
import { useScheme } from '../app/use-scheme.ts';
import classes from './Trend.module.css';

type Props = { days: readonly string[]; lines: readonly (readonly number[])[]; label: string };

/** A point for each day. */
export default function DayChart(props: Props) {
  // A canvas takes its colours once: another scheme is another chart.
  return <Chart key={useScheme()} {...props} />;
}

const colours = ['--accent-text', '--success-text'];

function Chart({ days, lines, label }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<uPlot>();
  const formats = useFormats();
  const times = days.map((day) => Date.parse(day) / 1000);
  const data = JSON.stringify([times, ...lines]);
  const count = lines.length;

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const dayName = (seconds: number) => formats.shortDay(seconds * 1000);
    const made = new uPlot(optionsFor(element, count, dayName), [[], []], element);
    setChart(made);
    const watch = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      setChart(undefined);
    };
  }, [count, formats]);

  useEffect(() => chart?.setData(JSON.parse(data)), [chart, data]);

  return <div ref={host} className={classes.chart} role="img" aria-label={label} />;
}

function optionsFor(
  element: HTMLElement,
  count: number,
  dayName: (seconds: number) => string,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const size = Number.parseFloat(style.fontSize);
  const axis = {
    font: `${Math.round(size * 0.8)}px ${style.fontFamily}`,
    stroke: colour('--text-soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [size * 0.5, size * 0.5, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true }, y: { range: (_, _min, max) => [0, Math.max(4, max * 1.1)] } },
    axes: [
      { ...axis, size: size * 1.7, space: size * 6, values: (_, splits) => splits.map(dayName) },
      {
        ...axis,
        size: size * 3,
        space: size * 2,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 20_000],
      },
    ],
    series: [
      {},
      ...colours.slice(0, count).map((name) => ({
        stroke: colour(name),
        width: Math.max(2, size / 8),
        points: { show: false },
        ...(count === 1 ? { fill: colour('--surface-active') } : {}),
      })),
    ],
  };
}
