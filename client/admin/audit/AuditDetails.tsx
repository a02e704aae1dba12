import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#shared/contract/admin.ts';
import { Details } from '../../app/Page.tsx';
import { useFormats } from '../../app/time.ts';
import { usePhone } from '../../app/use-phone.ts';
import { Facts, Part } from '../kit/Facts.tsx';
import classes from './AuditDetails.module.css';
import { useActionName } from './use-action-name.ts';

/** All that is known of one entry. */
export function AuditDetails({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { dateTime } = useFormats();
  const action = useActionName()(entry.action);
  const facts = Object.entries(entry.facts);
  return (
    <Details title={action} onClose={onClose} takesFocus={usePhone()}>
      <div className={classes.head}>
        <Facts
          facts={[
            { label: t('audit.when'), value: dateTime(entry.at) },
            { label: t('audit.who'), value: entry.actor?.displayName ?? t('audit.nobody') },
            entry.target !== null && { label: t('audit.target'), value: entry.target.name },
            entry.address !== null && { label: t('audit.address'), value: entry.address, mono: true },
          ]}
        />
      </div>
      {facts.length > 0 && (
        <Part title={t('audit.facts')}>
          <Facts
            facts={facts.map(([label, value]) => ({
              label,
              value: value === null ? '–' : String(value),
              mono: true,
            }))}
          />
        </Part>
      )}
      <Part title={t('audit.record')}>
        <Facts
          facts={[
            { label: t('audit.number'), value: String(entry.seq), note: t('audit.numberNote') },
            { label: t('audit.code'), value: entry.action, mono: true },
            entry.target !== null && {
              label: t('audit.targetId'),
              value: `${entry.target.kind} ${entry.target.id}`,
              mono: true,
            },
            { label: t('audit.hash'), value: entry.hash, mono: true, note: t('audit.hashNote') },
          ]}
        />
      </Part>
    </Details>
  );
}
