import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTicketViews, saveTicketView } from '#shared/contract/desk.ts';
import { DeskItemId } from '#shared/contract/ids.ts';
import { hub, useMe } from '../../app/hub.ts';
import { patchQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import type { TicketSearch } from '../core/address.ts';
import { filterOf, sortOf } from '../core/search.ts';
import { withKept } from '../settings/kept.ts';
import { KeptDialog } from '../settings/KeptDialog.tsx';
import { useColumns } from './columns.ts';

/** Keeps the list as it is under a name, for oneself or for everybody at the desk. */
export function SaveViewDialog({ search, onClose }: { search: TicketSearch; onClose: () => void }) {
  const { t } = useTranslation('tickets');
  const me = useMe();
  const { chosen } = useColumns();
  const [id] = useState(() => DeskItemId.parse(newUuid()));
  const fields = useFields<{ name: string; shared: boolean }>(
    { name: '', shared: false },
    { name: (name) => (name.trim() === '' ? t('canned.nameMissing') : null) },
  );
  const save = async () => {
    const { name, shared } = fields.values;
    const saved = await hub.call(saveTicketView, {
      id,
      name: name.trim(),
      shared,
      filter: filterOf(search, me.id),
      sort: sortOf(search),
      columns: [...chosen],
    });
    patchQuery(listTicketViews, {}, ({ views }) => ({ views: withKept(views, saved) }));
  };
  return (
    <KeptDialog
      title={t('list.saveView')}
      size={400}
      fields={fields}
      check={fields.check}
      save={save}
      onClose={onClose}
    />
  );
}
