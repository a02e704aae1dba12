import { useEffect, useRef } from 'react';
import type { WallBoard } from '#shared/contract/wall.ts';
import { countOf, lateOf, type Reading, unsolved } from './summary.ts';

export type Alarm = 'critical' | 'late';

/** What has become worse: one more critical ticket, or one more that is late. Not that there are some. */
export function worsened(before: readonly WallBoard[], after: readonly WallBoard[]): Alarm | undefined {
  const critical = (boards: readonly WallBoard[]) =>
    countOf(boards, ({ priority, status }) => priority === 'critical' && unsolved.includes(status));
  if (critical(after) > critical(before)) return 'critical';
  const late = (boards: readonly WallBoard[], reading: Reading) => lateOf(boards, reading).count;
  const isLater =
    late(after, 'owed') > late(before, 'owed') || late(after, 'promised') > late(before, 'promised');
  return isLater ? 'late' : undefined;
}

/** Calls when something has become worse while somebody looks. */
export function useAlarm(boards: readonly WallBoard[] | undefined, ring: (alarm: Alarm) => void): void {
  const before = useRef(boards);
  useEffect(() => {
    const alarm = before.current && boards && worsened(before.current, boards);
    before.current = boards;
    if (alarm) ring(alarm);
  }, [boards, ring]);
}

const notes: Record<Alarm, number[]> = { critical: [880, 660, 880], late: [520, 440] };
const noteSeconds = 0.18;

/** A few soft notes. Browsers stay silent until somebody has touched the page once; switching the sound on does. */
export function play(alarm: Alarm, context: AudioContext): void {
  for (const [at, frequency] of notes[alarm].entries()) {
    const start = context.currentTime + at * noteSeconds;
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setTargetAtTime(0.2, start, 0.01);
    volume.gain.setTargetAtTime(0, start + noteSeconds * 0.6, 0.04);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + noteSeconds * 2);
  }
}
