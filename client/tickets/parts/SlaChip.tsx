import {
  type Icon,
  IconAlarm,
  IconCheck,
  IconClock,
  IconHourglassLow,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isLate, type SlaClock, SlaGoal, type TicketSla } from '#shared/contract/sla.ts';
import { Chip } from '../../app/Chip.tsx';
import { useNow } from '../../app/now.ts';
import { useFormats } from '../../app/time.ts';

type State = 'left' | 'soon' | 'over' | 'met' | 'missed' | 'paused';
const looks = {
  left: { kind: 'plain', icon: IconClock },
  soon: { kind: 'warning', icon: IconHourglassLow },
  over: { kind: 'danger', icon: IconAlarm },
  met: { kind: 'success', icon: IconCheck },
  missed: { kind: 'danger', icon: IconAlarm },
  paused: { kind: 'plain', icon: IconPlayerPause },
} as const satisfies Record<State, { kind: string; icon: Icon }>;

function stateOf(clock: SlaClock, now: number): State {
  const { dueAt, warnAt, endedAt } = clock;
  if (dueAt === null) return isLate(clock) ? 'missed' : endedAt === null ? 'paused' : 'met';
  if (Date.parse(dueAt) <= now) return 'over';
  return warnAt !== null && Date.parse(warnAt) <= now ? 'soon' : 'left';
}

/** How much of what is promised is left, or by how much it is over. Nothing where nothing is promised. */
export function SlaChip({ clock, goal }: { clock: SlaClock; goal: SlaGoal }) {
  const { t } = useTranslation('sla');
  const { duration, dateTime } = useFormats();
  const now = useNow();
  const { dueAt } = clock;
  if (clock.minutes === null) return null;
  const state = stateOf(clock, now);
  const { kind, icon: Icon } = looks[state];
  const time = dueAt === null ? '' : duration(Math.abs(Date.parse(dueAt) - now));
  return (
    <span title={dueAt === null ? t(`goals.${goal}`) : t(`dueAt.${goal}`, { at: dateTime(dueAt) })}>
      <Chip kind={kind}>
        <Icon size={13} aria-hidden="true" />
        {t(`states.${state}`, { time })}
      </Chip>
    </span>
  );
}

/** Of the two clocks of a ticket the one that is due next. */
export function SlaNext({ sla }: { sla: TicketSla | null }) {
  const [next] = SlaGoal.options
    .flatMap((goal) => {
      const clock = sla?.[goal];
      return clock && clock.dueAt !== null ? [{ goal, clock, dueAt: clock.dueAt }] : [];
    })
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  return next ? <SlaChip goal={next.goal} clock={next.clock} /> : null;
}
