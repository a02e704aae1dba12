import { memo } from 'react';
import { length } from '../nodes/history.ts';
import classes from './Sparkline.module.css';

const width = 64;
const height = 18;

type Props = {
  values: readonly (number | null)[];
  /** The top of the picture; more than the largest value makes small changes look small. */
  top: number;
  /** What it shows, in words, for who does not see it. */
  label: string;
};

/**
 * Ten minutes as a line, the newest at the right; a gap where nothing was heard. A path, not a canvas: it takes the colours of
 * the page, stays sharp, and hundreds of them cost nothing.
 */
export const Sparkline = memo(function Sparkline({ values, top, label }: Props) {
  const first = length - values.length;
  const x = (at: number) => (((first + at) / (length - 1)) * width).toFixed(1);
  const y = (value: number) => (height - 1 - (Math.min(value, top) / (top || 1)) * (height - 2)).toFixed(1);
  let line = '';
  let open = false;
  for (const [at, value] of values.entries()) {
    if (value !== null) line += `${open ? 'L' : 'M'}${x(at)} ${y(value)}`;
    open = value !== null;
  }
  return (
    <svg className={classes.root} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path d={`M0 ${height - 0.5}H${width}`} className={classes.base} />
      <path d={line} className={classes.line} />
    </svg>
  );
});
