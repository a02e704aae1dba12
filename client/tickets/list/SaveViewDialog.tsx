import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTicketViews, saveTicketView, type TicketView } from '#shared/contract/desk.ts';
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
import { useSavedView } from './use-saved-view.ts';

type Props = {
  /** The list as it is. */
  search: TicketSearch;
  /** It is changed; without one a new one is made. */
  view?: TicketView;
  onClose: () => void;
};

/** Keeps the list as it is under a name, for oneself or for everybody at the desk. */
export function SaveViewDialog({ search, view: known, onClose }: Props) {
  const { t } = useTranslation('tickets');
  const me = useMe();
  const shown = useColumns(useSavedView(search));
  const [id] = useState(() => known?.id ?? DeskItemId.parse(newUuid()));
  const [isKept, setKept] = useState(known !== undefined);
  const fields = useFields<{ name: string; shared: boolean }>(
    { name: known?.name ?? '', shared: known?.shared ?? false },
    { name: (name) => (name.trim() === '' ? t('canned.nameMissing') : null) },
  );
  const save = async () => {
    const { name, shared } = fields.values;
    const saved = await hub.call(saveTicketView, {
      id,
      name: name.trim(),
      shared,
      ...(known && isKept
        ? { filter: known.filter, sort: known.sort, columns: known.columns }
        : { filter: filterOf(search, me.id), sort: sortOf(search), columns: [...shown] }),
    });
    patchQuery(listTicketViews, {}, ({ views }) => ({ views: withKept(views, saved) }));
  };
  return (
    <KeptDialog
      title={t(known ? 'list.editView' : 'list.saveView')}
      size={400}
      fields={fields}
      check={fields.check}
      save={save}
      onClose={onClose}
    >
      {known && (
        <Switch
          label={t('list.keepFilter')}
          description={t('list.keepFilterHint')}
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
      )}
    </KeptDialog>
  );
}
