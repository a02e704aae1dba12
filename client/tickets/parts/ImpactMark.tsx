import { IconFlame } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TicketImpact } from '#shared/contract/tickets.ts';
import classes from './marks.module.css';

/** How much of the customer's work stands still; nothing at all where none does. */
export function ImpactMark({ impact }: { impact: TicketImpact }) {
  const { t } = useTranslation('tickets');
  if (impact === 'none') return null;
  return (
    <span className={classes.impact} data-impact={impact}>
      <IconFlame size={13} aria-hidden="true" />
      {t(`impact.${impact}`)}
    </span>
  );
}
