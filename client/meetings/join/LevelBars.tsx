import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createLevelMeter } from '../core/level-meter.ts';
import classes from './LevelBars.module.css';

const bars = 7;

/** Moves with the voice, drawn outside of React. */
export function LevelBars({ track }: { track: MediaStreamTrack | undefined }) {
  const { t } = useTranslation('meetings');
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    if (!track || !element) return;
    const meter = createLevelMeter(track);
    let shown = 0;
    let frame = requestAnimationFrame(function draw() {
      const level = meter.read();
      shown = level > shown ? level : shown * 0.92;
      paint(element, shown);
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      meter.close();
      paint(element, 0);
    };
  }, [track]);
  return (
    <div
      ref={root}
      className={classes.bars}
      data-off={track === undefined}
      role="img"
      aria-label={t('devices.level')}
    >
      {Array.from({ length: bars }, (_, bar) => (
        <span key={bar} className={classes.bar} />
      ))}
    </div>
  );
}

function paint(element: HTMLElement, level: number): void {
  for (const [index, bar] of [...element.children].entries()) {
    if (!(bar instanceof HTMLElement)) continue;
    const share = Math.min(1, Math.max(0, level * bars - index));
    bar.style.transform = `scaleY(${(0.22 + share * 0.78).toFixed(2)})`;
    bar.style.opacity = (0.45 + share * 0.55).toFixed(2);
  }
}
