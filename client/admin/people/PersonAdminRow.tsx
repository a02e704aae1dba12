import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminPerson } from '#shared/contract/admin.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { Chip } from '../../app/Chip.tsx';
import { useFormats } from '../../app/time.ts';
import table from '../kit/Table.module.css';
import classes from './PeopleAdminPage.module.css';

type Props = { row: AdminPerson; chosen: boolean; onOpen: (row: AdminPerson) => void };

export const PersonAdminRow = memo(function PersonAdminRow({ row, chosen, onOpen }: Props) {
  const { t } = useTranslation(['admin', 'accounts']);
  const { ago, date, dateTime } = useFormats();
  const { person, lastSeenAt } = row;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the name is the button
    <tr className={table.row} data-chosen={chosen} onClick={() => onOpen(row)}>
      <th scope="row" className={`${classes.cell} ${classes.name}`}>
        <span className={classes.who}>
          <PersonAvatar person={person} size={30} presence={person.kind === 'member' && !row.suspended} />
          <span className={classes.words}>
            <button type="button" className={table.open} data-row aria-expanded={chosen}>
              {person.displayName}
            </button>
            {row.email !== null && <span className={classes.email}>{row.email}</span>}
          </span>
        </span>
      </th>
      <td className={classes.role}>
        <PersonRole row={row} />
      </td>
      <td className={`${table.number} ${classes.sessions}`} data-phone="hide">
        {row.sessions}
      </td>
      <td className={classes.seen} data-note={lastSeenAt === null ? undefined : dateTime(lastSeenAt)}>
        <span className={table.soft}>{lastSeenAt === null ? t('people.never') : ago(lastSeenAt)}</span>
      </td>
      <td className={classes.since} data-phone="hide">
        <span className={table.soft}>{date(row.createdAt)}</span>
      </td>
    </tr>
  );
});

/** Suspended before anything else; a plain member needs no colour. */
export function PersonRole({ row }: { row: AdminPerson }) {
  const { t } = useTranslation(['admin', 'accounts']);
  if (row.suspended) return <Chip kind="danger">{t('accounts:people.suspended')}</Chip>;
  if (row.isAdmin) return <Chip kind="accent">{t('accounts:people.administrator')}</Chip>;
  return t(`people.kinds.${row.person.kind}`);
}
