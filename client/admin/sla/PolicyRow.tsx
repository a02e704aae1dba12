import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { deleteSlaPolicy, type SlaCalendar, type SlaPolicy, saveSlaPolicy } from '#shared/contract/sla.ts';
import { hub } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { DeleteButton } from '../kit/DeleteButton.tsx';
import rows from '../rules/rules.module.css';
import { refreshSla } from './refresh.ts';
import { usePolicyWords } from './use-policy-words.ts';

type Props = { policy: SlaPolicy; calendar: SlaCalendar | undefined; onEdit: () => void };

export function PolicyRow({ policy, calendar, onEdit }: Props) {
  const { t } = useTranslation('sla');
  const { updatedAt: _, ...input } = policy;
  const { name, enabled, warnPercent } = policy;
  const words = usePolicyWords(policy);
  const enable = (checked: boolean) =>
    void hub
      .call(saveSlaPolicy, { ...input, enabled: checked })
      .then(refreshSla)
      .catch(toastError);
  return (
    <li className={rows.row} data-off={!enabled}>
      <Switch
        aria-label={t('policies.enabled', { name })}
        checked={enabled}
        onChange={({ currentTarget: { checked } }) => enable(checked)}
      />
      <div className={rows.words}>
        <button type="button" className={rows.open} onClick={onEdit}>
          {name}
        </button>
        <span className={rows.facts}>{words.whom}</span>
        {words.promises.map((promise) => (
          <span key={promise} className={rows.facts}>
            {promise}
          </span>
        ))}
        <span className={rows.facts}>
          {t('sentence.counts', { calendar: calendar?.name, percent: warnPercent })}
        </span>
      </div>
      <div className={rows.tools}>
        <DeleteButton
          name={name}
          onDelete={() => hub.call(deleteSlaPolicy, { policyId: policy.id }).then(refreshSla)}
        >
          {t('policies.deleteText')}
        </DeleteButton>
      </div>
    </li>
  );
}
