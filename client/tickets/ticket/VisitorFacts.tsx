import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/contract/ids.ts';
import { getVisitor } from '#shared/contract/widget.ts';
import { commandQuery } from '../../app/query.ts';
import { useFormats } from '../../app/time.ts';
import classes from './TicketDetails.module.css';

/** What a visitor of a web site said of themselves, and where they were. */
export function VisitorFacts({ ticketId }: { ticketId: TicketId }) {
  const { t } = useTranslation('tickets');
  const { dateTime } = useFormats();
  const visitor = useQuery(commandQuery(getVisitor, { ticketId })).data?.visitor;
  if (!visitor) return null;
  const facts = [
    { label: t('visitor.email'), value: visitor.email },
    ...visitor.answers,
    { label: t('visitor.page'), value: visitor.page },
    { label: t('visitor.widget'), value: visitor.widgetName },
    { label: t('visitor.since'), value: dateTime(visitor.createdAt) },
  ];
  return (
    <section aria-label={t('visitor.title')}>
      <dl className={classes.times}>
        {facts.map(
          ({ label, value }) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
