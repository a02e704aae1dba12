import { useTranslation } from 'react-i18next';
import type { Changes } from '../core/changes.ts';
import type { PickField } from './choices.tsx';
import { FindDialog } from './FindDialog.tsx';
import { PickList } from './PickList.tsx';

/** A key was pressed for a field: choose for one ticket or for all that are selected. */
export function PickDialog(props: {
  field: PickField | null;
  onPick: (changes: Changes) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('tickets');
  const { field, onClose } = props;
  return (
    <FindDialog opened={field !== null} label={t(`fields.${field ?? 'status'}`)} onClose={onClose}>
      {field && (
        <PickList
          field={field}
          onPick={(changes) => {
            onClose();
            props.onPick(changes);
          }}
        />
      )}
    </FindDialog>
  );
}
