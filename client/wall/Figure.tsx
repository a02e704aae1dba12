import { useEffect, useRef } from 'react';
import { useFigures } from '../admin/kit/use-figures.ts';
import classes from './Figure.module.css';

/** A number that lights up once when it changes, unless motion is not wanted. */
export function Figure({ value, write }: { value: number | null; write?: (value: number | null) => string }) {
  const format = useFigures();
  const root = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    root.current?.animate([{ backgroundColor: 'var(--flash)' }, { backgroundColor: 'transparent' }], {
      duration: 1_600,
      easing: 'ease-out',
    });
  }, [value]);
  return (
    <span ref={root} className={classes.figure}>
      {(write ?? format.count)(value)}
    </span>
  );
}
