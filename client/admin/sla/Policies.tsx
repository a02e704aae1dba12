import { Button } from '@mantine/core';
import { IconPlus, IconStopwatch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlaCalendar, SlaPolicy } from '#shared/contract/sla.ts';
import { EmptyState } from '../../app/Page.tsx';
import rows from '../rules/rules.module.css';
import { newPolicy, type PolicyDraft, toPolicyDraft } from './draft.ts';
import { PolicyDialog } from './PolicyDialog.tsx';
import { PolicyRow } from './PolicyRow.tsx';

type Props = { policies: readonly SlaPolicy[]; calendars: readonly SlaCalendar[] };

/** By name; the closest one applies to a ticket. */
export function Policies({ policies, calendars }: Props) {
  const { t } = useTranslation('sla');
  const [editing, setEditing] = useState<PolicyDraft>();
  const [first] = calendars;
  const button = (
    <Button
      variant={policies.length === 0 ? 'filled' : 'default'}
      size="xs"
      leftSection={<IconPlus size={16} />}
      disabled={!first}
      onClick={() => setEditing(newPolicy(first?.id ?? null))}
    >
      {t('policies.create')}
    </Button>
  );
  return (
    <section>
      <div className={rows.heading}>
        <h2>{t('policies.title')}</h2>
        {policies.length > 0 && button}
      </div>
      {policies.length === 0 && (
        <EmptyState icon={<IconStopwatch size={24} />} title={t('policies.none')} action={button}>
          {t(first ? 'policies.noneHint' : 'policies.calendarFirst')}
        </EmptyState>
      )}
      {policies.length > 1 && <p className={rows.soft}>{t('policies.closest')}</p>}
      <ul className={rows.list}>
        {policies.map((policy) => (
          <PolicyRow
            key={policy.id}
            policy={policy}
            calendar={calendars.find(({ id }) => id === policy.calendarId)}
            onEdit={() => setEditing(toPolicyDraft(policy))}
          />
        ))}
      </ul>
      {editing && (
        <PolicyDialog
          key={editing.id}
          initial={editing}
          calendars={calendars}
          onClose={() => setEditing(undefined)}
        />
      )}
    </section>
  );
}
