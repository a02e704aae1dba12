import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CannedReply, listCannedReplies, saveCannedReply } from '#shared/contract/desk.ts';
import { DeskItemId } from '#shared/contract/ids.ts';
import { maxTicketBody } from '#shared/contract/tickets.ts';
import { placeholders } from '#shared/placeholders.ts';
import { hub } from '../../app/hub.ts';
import { patchQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import { withKept } from './kept.ts';
import { KeptDialog } from './KeptDialog.tsx';

/** A canned reply, a new one or one that is there. */
export function CannedDialog({ item: reply, onClose }: { item: CannedReply | null; onClose: () => void }) {
  const { t } = useTranslation('tickets');
  const [id] = useState(() => reply?.id ?? DeskItemId.parse(newUuid()));
  const fields = useFields<{ name: string; body: string; shared: boolean }>(
    { name: reply?.name ?? '', body: reply?.body ?? '', shared: reply?.shared ?? true },
    {
      name: (name) => (name.trim() === '' ? t('canned.nameMissing') : null),
      body: (body) => (body.trim() === '' ? t('canned.bodyMissing') : null),
    },
  );
  const save = async () => {
    const { name, body, shared } = fields.values;
    const saved = await hub.call(saveCannedReply, { id, name: name.trim(), body, shared });
    patchQuery(listCannedReplies, {}, ({ replies }) => ({ replies: withKept(replies, saved) }));
  };
  return (
    <KeptDialog
      title={t(reply ? 'canned.edit' : 'canned.add')}
      size={520}
      fields={fields}
      check={fields.check}
      save={save}
      onClose={onClose}
    >
      <Textarea
        {...fields.text('body')}
        label={t('canned.body')}
        description={t('canned.bodyHint', {
          placeholders: placeholders.map((name) => `{{${name}}}`).join(' '),
        })}
        autosize
        minRows={5}
        maxRows={14}
        maxLength={maxTicketBody}
      />
    </KeptDialog>
  );
}
