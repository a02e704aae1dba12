import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { deleteLabel, saveLabel, type TicketLabel } from '#shared/contract/labels.ts';
import { Chip } from '../../app/Chip.tsx';
import { hub } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { nameOf } from '../../tickets/labels.ts';
import { DeleteButton } from '../kit/DeleteButton.tsx';
import { MoveButtons, type Moves } from '../kit/MoveButtons.tsx';
import rows from '../rules/rules.module.css';

type Props = Moves & { label: TicketLabel; onEdit: () => void };

export function LabelRow({ label, onEdit, ...moves }: Props) {
  const { t } = useTranslation(['desk', 'tickets']);
  const { builtIn: _, ...saved } = label;
  const { field, value, hidden, builtIn } = label;
  const name = nameOf(field, { value, label });
  return (
    <li className={rows.row} data-off={hidden}>
      <Switch
        aria-label={t('labels.offered', { name })}
        checked={!hidden}
        onChange={({ currentTarget: { checked } }) =>
          void hub.call(saveLabel, { ...saved, hidden: !checked }).catch(toastError)
        }
      />
      <div className={rows.words}>
        <button type="button" className={rows.open} onClick={onEdit}>
          <Chip color={label.color}>{name}</Chip>
        </button>
        <span className={rows.facts}>
          {t(builtIn ? 'labels.builtIn' : 'labels.standsFor', { value: t(`tickets:${field}.${value}`) })}
        </span>
      </div>
      <div className={rows.tools}>
        <MoveButtons {...moves} name={name} words={{ up: t('labels.up'), down: t('labels.down') }} />
        {!builtIn && (
          <DeleteButton name={name} onDelete={() => hub.call(deleteLabel, { labelId: label.id })}>
            {t('labels.deleteText')}
          </DeleteButton>
        )}
      </div>
    </li>
  );
}
