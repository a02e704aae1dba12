import classes from './Bar.module.css';

/** How much of a whole, as a length. The number stands beside it. */
export const Bar = ({ share, tone }: { share: number; tone?: string }) => (
  <span className={classes.bar} aria-hidden="true">
    <span className={classes.fill} data-tone={tone} style={{ transform: `scaleX(${Math.min(1, share)})` }} />
  </span>
);
