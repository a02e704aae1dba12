import { IconAlertOctagonFilled, IconArrowDown, IconArrowUp, IconEqual } from '@tabler/icons-react';
import type { Ticket, TicketPriority } from '#shared/contract/tickets.ts';
import { colorStyle } from '../../app/label-color.ts';
import { useWords } from '../labels.ts';
import classes from './marks.module.css';

const icons = {
  low: IconArrowDown,
  normal: IconEqual,
  high: IconArrowUp,
  critical: IconAlertOctagonFilled,
} as const satisfies Record<TicketPriority, unknown>;

type Props = { ticket: Pick<Ticket, 'priority' | 'priorityLabelId'>; word?: boolean };

/** A shape and a colour for each priority; its word for a screen reader, or beside it. */
export function PriorityMark({ ticket: { priority, priorityLabelId }, word = false }: Props) {
  const { name, color } = useWords()('priority', priority, priorityLabelId);
  const Icon = icons[priority];
  return (
    <span
      className={classes.mark}
      data-priority={priority}
      data-colored={color !== null}
      title={word ? undefined : name}
      {...colorStyle(color)}
    >
      <Icon
        size={16}
        stroke={2}
        {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name })}
      />
      {word && <span className={classes.word}>{name}</span>}
    </span>
  );
}
