import { IconAlertOctagonFilled, IconArrowDown, IconArrowUp, IconEqual } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TicketPriority } from '#shared/contract/tickets.ts';
import classes from './marks.module.css';

const icons = {
  low: IconArrowDown,
  normal: IconEqual,
  high: IconArrowUp,
  critical: IconAlertOctagonFilled,
} as const satisfies Record<TicketPriority, unknown>;

/** A shape and a colour for each priority; its word for a screen reader, or beside it. */
export function PriorityMark({ priority, word = false }: { priority: TicketPriority; word?: boolean }) {
  const { t } = useTranslation('tickets');
  const Icon = icons[priority];
  const label = t(`priority.${priority}`);
  return (
    <span className={classes.mark} data-priority={priority} title={word ? undefined : label}>
      <Icon
        size={16}
        stroke={2}
        {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      />
      {word && <span className={classes.word}>{label}</span>}
    </span>
  );
}
