import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { placeholders } from '#shared/placeholders.ts';
import { ChangeFields } from './ChangeFields.tsx';
import type { Draft } from './draft.ts';

type Props = { draft: Draft; onChange: (part: Partial<Draft>) => void };

/** What becomes of the ticket, and what the customer is told. */
export function ActionFields({ draft: { actions, notice }, onChange }: Props) {
  const { t } = useTranslation('rules');
  const names = placeholders.map((name) => `{{${name}}}`).join(' ');
  return (
    <>
      <ChangeFields actions={actions} onChange={(changed) => onChange({ actions: changed })} />
      <Textarea
        label={t('editor.notice')}
        description={t('editor.noticeHint', { names, interpolation: { skipOnVariables: true } })}
        value={notice}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5_000}
        onChange={({ currentTarget: { value } }) => onChange({ notice: value })}
      />
    </>
  );
}
