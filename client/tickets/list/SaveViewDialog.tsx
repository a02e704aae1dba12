import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTicketViews, saveTicketView, type TicketView } from '#shared/contract/desk.ts';
import { DeskItemId } from '#shared/contract/ids.ts';
import { hub, useMe } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { patchQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import type { TicketSearch } from '../core/address.ts';
import { filterOf, sortOf } from '../core/search.ts';
import { useColumns } from './columns.ts';

type Props = {
  /** The list as it is. */
  search: TicketSearch;
  /** It is changed; without one a new one is made. */
  view?: TicketView;
  onClose: () => void;
};

/** Keeps the list as it is under a name, for oneself or for everybody at the desk. */
export function SaveViewDialog({ search, view: known, onClose }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const me = useMe();
  const { chosen } = useColumns();
  const [id] = useState(() => known?.id ?? DeskItemId.parse(newUuid()));
  const [isKept, setKept] = useState(known !== undefined);
  const [error, setError] = useState<unknown>(null);
  const fields = useFields<{ name: string; shared: boolean }>(
    { name: known?.name ?? '', shared: known?.shared ?? false },
    { name: (name) => (name.trim() === '' ? t('canned.nameMissing') : null) },
  );
  const save = async () => {
    const { name, shared } = fields.values;
    try {
      const view = await hub.call(saveTicketView, {
        id,
        name: name.trim(),
        shared,
        ...(known && isKept
          ? { filter: known.filter, sort: known.sort, columns: known.columns }
          : { filter: filterOf(search, me.id), sort: sortOf(search), columns: [...chosen] }),
      });
      patchQuery(listTicketViews, {}, ({ views }) => ({
        views: [...views.filter((each) => each.id !== view.id), view].toSorted(byName),
      }));
      onClose();
    } catch (reason) {
      setError(reason);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) void save();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(known ? 'list.editView' : 'list.saveView')}
      size={400}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput {...fields.text('name')} label={t('canned.name')} maxLength={80} data-autofocus />
          <Switch
            label={t('canned.sharedLabel')}
            checked={fields.values.shared}
            onChange={(event) => fields.set('shared', event.currentTarget.checked)}
          />
          {known && (
            <Switch
              label={t('list.keepFilter')}
              description={t('list.keepFilterHint')}
              checked={isKept}
              onChange={(event) => setKept(event.currentTarget.checked)}
            />
          )}
          {error !== null && <Failure error={error} compact />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:actions.cancel')}
            </Button>
            <Button type="submit">{t('common:actions.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const byName = (a: TicketView, b: TicketView) => a.name.localeCompare(b.name);
