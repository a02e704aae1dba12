import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  doesSomething,
  listMacros,
  type Macro,
  type MacroActions,
  saveMacro,
} from '#shared/contract/desk-tools.ts';
import { DeskItemId, QueueId } from '#shared/contract/ids.ts';
import { placeholders } from '#shared/placeholders.ts';
import { ChangeFields } from '../../admin/rules/ChangeFields.tsx';
import { hub } from '../../app/hub.ts';
import { patchQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import { MacroSentence } from '../macros/MacroSentence.tsx';
import { withKept } from './kept.ts';
import { KeptDialog } from './KeptDialog.tsx';
import { QueueField } from './QueueField.tsx';
import classes from './SettingsPage.module.css';

const nothingYet: MacroActions = { changes: {}, addTags: [], removeTags: [] };
const wordsOrNull = (typed: string) => (typed.trim() === '' ? null : typed);

/** A macro, a new one or one that is there. */
export function MacroDialog({ item: macro, onClose }: { item: Macro | null; onClose: () => void }) {
  const { t } = useTranslation(['desk', 'tickets']);
  const [id] = useState(() => macro?.id ?? DeskItemId.parse(newUuid()));
  const [actions, setActions] = useState(macro?.actions ?? nothingYet);
  const [tried, setTried] = useState(false);
  const fields = useFields<{ name: string; shared: boolean; queue: string; reply: string; note: string }>(
    {
      name: macro?.name ?? '',
      shared: macro?.shared ?? true,
      queue: macro?.queueId ?? '',
      reply: macro?.reply ?? '',
      note: macro?.note ?? '',
    },
    { name: (name) => (name.trim() === '' ? t('tickets:canned.nameMissing') : null) },
  );
  const { values, set } = fields;
  const content = { actions, reply: wordsOrNull(values.reply), note: wordsOrNull(values.note) };
  const acts = doesSomething(content);
  const check = (form: HTMLFormElement) => {
    setTried(true);
    return fields.check(form) && acts;
  };
  const save = async () => {
    const { name, shared, queue } = values;
    const queueId = queue === '' ? null : QueueId.parse(queue);
    const saved = await hub.call(saveMacro, { id, name: name.trim(), shared, queueId, ...content });
    patchQuery(listMacros, {}, ({ macros }) => ({ macros: withKept(macros, saved) }));
  };
  const text = (name: 'reply' | 'note') => (
    <Textarea {...fields.text(name)} label={t(`macros.${name}`)} autosize minRows={2} maxLength={5_000} />
  );
  return (
    <KeptDialog
      title={t(macro ? 'macros.edit' : 'macros.add')}
      size={620}
      fields={fields}
      check={check}
      save={save}
      onClose={onClose}
    >
      <QueueField
        label={t('macros.queue')}
        placeholder={t('anyQueue')}
        value={values.queue}
        onChange={(queue) => set('queue', queue)}
      />
      {text('reply')}
      {text('note')}
      <p className={classes.body}>
        {t('tickets:canned.bodyHint', {
          placeholders: placeholders.map((name) => `{{${name}}}`).join(' '),
        })}
      </p>
      <ChangeFields actions={actions} hasActor onChange={setActions} />
      {acts && (
        <p role="status">
          <MacroSentence macro={content} />
        </p>
      )}
      {tried && !acts && (
        <p className={classes.wrong} role="alert">
          {t('macros.nothing')}
        </p>
      )}
    </KeptDialog>
  );
}
