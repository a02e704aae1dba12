import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconBookmark, IconFileSpreadsheet } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TicketSort } from '#shared/contract/tickets.ts';
import { useMe } from '../../app/hub.ts';
import type { TicketSearch } from '../core/address.ts';
import { filterOf, sortOf, withWords } from '../core/search.ts';
import { allColumns, toggleColumn, useColumns } from './columns.ts';
import { SaveViewDialog } from './SaveViewDialog.tsx';
import { useSavedView } from './use-saved-view.ts';

/** How the list is shown: its order, its columns; and what else can be done with it. */
export function ListMenu({ search }: { search: TicketSearch }) {
  const { t } = useTranslation('tickets');
  const me = useMe();
  const navigate = useNavigate();
  const view = useSavedView(search);
  const shown = useColumns(view);
  const [saving, setSaving] = useState(false);
  const sort = sortOf(search);
  const order = (next: TicketSort) =>
    void navigate({
      to: '/tickets',
      search: withWords(search, 'sort', next === 'updated' ? [] : [next]),
      replace: true,
    });
  return (
    <>
      <Menu position="bottom-end" closeOnItemClick={false} width={220}>
        <Menu.Target>
          <Tooltip label={t('list.view')}>
            <ActionIcon aria-label={t('list.view')}>
              <IconAdjustmentsHorizontal size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown mah="80vh" style={{ overflowY: 'auto' }}>
          <Menu.Item
            leftSection={<IconBookmark size={16} />}
            closeMenuOnClick
            onClick={() => setSaving(true)}
          >
            {t('list.saveView')}
          </Menu.Item>
          <Menu.Item
            component="a"
            href={exportLink(search, me.id)}
            download
            leftSection={<IconFileSpreadsheet size={16} />}
          >
            {t('list.export')}
          </Menu.Item>
          <Menu.Label>{t('list.sort')}</Menu.Label>
          {TicketSort.options.map((option) => (
            <Menu.RadioItem
              key={option}
              value={option}
              checked={option === sort}
              onChange={() => order(option)}
            >
              {t(`sort.${option}`)}
            </Menu.RadioItem>
          ))}
          <Menu.Label>{t('list.columns')}</Menu.Label>
          {allColumns.map((column) => (
            <Menu.CheckboxItem
              key={column}
              checked={shown.includes(column)}
              onChange={() => toggleColumn(column, view)}
            >
              {t(`fields.${column}`)}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      {saving && <SaveViewDialog search={search} onClose={() => setSaving(false)} />}
    </>
  );
}

const inAddress = (value: unknown): string => {
  if (value === null) return 'none';
  return typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value);
};

/** All tickets of the list as a table. */
function exportLink(search: TicketSearch, me: Parameters<typeof filterOf>[1]): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterOf(search, me)))
    if (value !== undefined) query.set(name, inAddress(value));
  return `/api/v1/tickets.csv?${query}`;
}
