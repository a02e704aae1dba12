import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldValue, FieldValues, TicketField } from '#shared/contract/fields.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { isAskedIn } from '#shared/ticket-fields.ts';
import properties from '../ticket/Properties.module.css';
import { FieldInput } from './FieldInput.tsx';
import classes from './FieldRows.module.css';
import { labelOf, useTicketFields } from './use-ticket-fields.ts';

/** Resolves once it is known whether it was saved. */
type Save = (key: string, value: FieldValue | null) => Promise<unknown>;

/** The installation's own fields of a ticket, each changed where it stands. */
export function FieldRows(props: { queueId: QueueId; values: FieldValues; onSave: Save }) {
  const { queueId, values, onSave } = props;
  const asked = useTicketFields().filter((field) => isAskedIn(field, queueId));
  if (asked.length === 0) return null;
  return (
    <dl className={properties.properties}>
      {asked.map((field) => (
        <div key={field.key} className={properties.property}>
          <dt>{labelOf(field)}</dt>
          <dd>
            <Edited field={field} value={values[field.key]} onSave={onSave} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Chosen at once; what is typed is taken when one leaves it, and Escape leaves it as it was. Shown before the hub has it. */
function Edited({
  field,
  value,
  onSave,
}: {
  field: TicketField;
  value: FieldValue | undefined;
  onSave: Save;
}) {
  const { t } = useTranslation('desk');
  const [typed, setTyped] = useState<FieldValue | null>();
  const isChosen = field.kind === 'choice' || field.kind === 'yesNo';
  const shown = typed === undefined ? value : (typed ?? undefined);
  const leave = (saved: FieldValue | null) => setTyped((now) => (now === saved ? undefined : now));
  const take = (next: FieldValue | null | undefined) => {
    setTyped(next);
    if (next === undefined) return;
    if (next === (value ?? null)) leave(next);
    else void onSave(field.key, next).finally(() => leave(next));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only listens to the field inside
    <div
      className={classes.value}
      onBlur={() => take(typed)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLElement && !isChosen) event.target.blur();
        if (event.key !== 'Escape' || typed === undefined) return;
        setTyped(undefined);
        event.preventDefault();
      }}
    >
      <FieldInput field={field} value={shown} bare onChange={isChosen ? take : setTyped} />
      {field.kind === 'link' && typeof value === 'string' && (
        <a
          className={classes.link}
          href={value}
          target="_blank"
          rel="noreferrer"
          aria-label={t('fields.follow', { name: labelOf(field) })}
        >
          <IconExternalLink size={14} />
        </a>
      )}
    </div>
  );
}
