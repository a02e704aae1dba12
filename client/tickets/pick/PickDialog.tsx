import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Changes } from '../core/changes.ts';
import type { PickField } from './choices.tsx';
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
    <Modal
      opened={field !== null}
      onClose={onClose}
      withCloseButton={false}
      size={360}
      padding={0}
      yOffset="14vh"
      centered={false}
      attributes={{ content: { 'aria-label': t(`fields.${field ?? 'status'}`) } }}
      transitionProps={{ transition: 'fade', duration: 100 }}
    >
      {field && (
        <PickList
          field={field}
          onPick={(changes) => {
            onClose();
            props.onPick(changes);
          }}
        />
      )}
    </Modal>
  );
}
