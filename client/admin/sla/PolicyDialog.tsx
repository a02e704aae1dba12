import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanyId, QueueId } from '#shared/contract/ids.ts';
import { type SlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';
import { listCompanies, listQueues } from '#shared/contract/tickets.ts';
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import { commandQuery } from '../../app/query.ts';
import rows from '../rules/rules.module.css';
import { isRight, type PolicyDraft, policyMistakes } from './draft.ts';
import { refreshSla } from './refresh.ts';
import { Targets } from './Targets.tsx';

type Props = { initial: PolicyDraft; calendars: readonly SlaCalendar[]; onClose: () => void };

/** For whom, how soon, by which calendar. Nothing changes before it is saved. */
export function PolicyDialog({ initial, calendars, onClose }: Props) {
  const { t } = useTranslation('sla');
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const found = policyMistakes(draft);
  const change = (part: Partial<PolicyDraft>) => setDraft((old) => ({ ...old, ...part }));
  const check = () => {
    setTried(true);
    return isRight(found);
  };
  const save = async () => {
    const { calendarId, ...policy } = draft;
    if (calendarId) await hub.call(saveSlaPolicy, { ...policy, calendarId });
    await refreshSla();
  };
  return (
    <FormDialog
      title={t(initial.name === '' ? 'policies.create' : 'policies.edit')}
      size="lg"
      check={check}
      save={save}
      onClose={onClose}
    >
      <TextInput
        label={t('editor.name')}
        placeholder={t('editor.policyPlaceholder')}
        value={draft.name}
        maxLength={80}
        error={tried && found.name && t('editor.nameMissing')}
        data-autofocus
        onChange={({ currentTarget: { value } }) => change({ name: value })}
      />
      <Whom draft={draft} onChange={change} />
      <Targets
        targets={draft.targets}
        isWrong={tried && found.targets}
        onChange={(targets) => change({ targets })}
      />
      <div className={rows.grid}>
        <Select
          label={t('editor.calendar')}
          data={calendars.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.calendarId}
          allowDeselect={false}
          error={tried && found.calendar && t('editor.calendarMissing')}
          onChange={(chosen) => change({ calendarId: calendars.find(({ id }) => id === chosen)?.id ?? null })}
        />
        <NumberInput
          label={t('editor.warn')}
          value={draft.warnPercent}
          min={10}
          max={99}
          suffix=" %"
          allowDecimal={false}
          clampBehavior="blur"
          onChange={(warnPercent) => {
            if (typeof warnPercent === 'number') change({ warnPercent });
          }}
        />
      </div>
    </FormDialog>
  );
}

function Whom({ draft, onChange }: { draft: PolicyDraft; onChange: (part: Partial<PolicyDraft>) => void }) {
  const { t } = useTranslation('sla');
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const companies = useQuery(commandQuery(listCompanies, {})).data?.companies ?? [];
  const choices = (all: readonly { id: string; name: string }[]) =>
    all.map(({ id, name }) => ({ value: id, label: name }));
  const common = { searchable: true, nothingFoundMessage: t('editor.nothingFound') };
  return (
    <div className={rows.grid}>
      <MultiSelect
        {...common}
        label={t('editor.companies')}
        placeholder={draft.companyIds.length === 0 ? t('editor.allCompanies') : ''}
        data={choices(companies)}
        value={draft.companyIds}
        maxValues={200}
        onChange={(chosen) => onChange({ companyIds: chosen as CompanyId[] })}
      />
      <MultiSelect
        {...common}
        label={t('editor.queues')}
        placeholder={draft.queueIds.length === 0 ? t('editor.allQueues') : ''}
        data={choices(queues)}
        value={draft.queueIds}
        maxValues={50}
        onChange={(chosen) => onChange({ queueIds: chosen as QueueId[] })}
      />
    </div>
  );
}
