import { useTranslation } from 'react-i18next';
import type { Changes } from '../core/changes.ts';
import { choicesOf, type PickField } from './choices.tsx';
import { FindList } from './FindList.tsx';

type Props = { field: PickField; onPick: (changes: Changes) => void };

/** What a field can become. */
export function PickList({ field, onPick }: Props) {
  const { t } = useTranslation('tickets');
  return (
    <FindList
      label={t(`fields.${field}`)}
      find={choicesOf[field]}
      onPick={({ changes }) => onPick(changes)}
    />
  );
}
