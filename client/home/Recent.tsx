import { IconVideo } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Failure } from '../app/Page.tsx';
import { useFormats } from '../app/time.ts';
import classes from './HomePage.module.css';
import { newestMeetings } from './newest-meetings.ts';
import { RowsOnTheWay } from './Unread.tsx';

const most = 5;

/** The newest meetings, or what a meeting is. */
export function Recent() {
  const { t } = useTranslation('common');
  const { ago } = useFormats();
  const list = useQuery(newestMeetings());
  const meetings = list.data?.meetings.filter(({ archivedAt }) => archivedAt === null).slice(0, most) ?? [];
  return (
    <section className={classes.section} aria-labelledby="home-recent">
      <h2 id="home-recent" className={classes.heading}>
        {t('home.recent')}
      </h2>
      {list.isPending && <RowsOnTheWay />}
      {list.isError && <Failure compact error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && meetings.length === 0 && (
        <div className={classes.nothing}>
          <strong>{t('home.noMeetings')}</strong>
          {t('home.noMeetingsHint')}
        </div>
      )}
      <ul className={classes.list}>
        {meetings.map(({ id, code, title, createdAt }) => (
          <li key={id}>
            <Link className={classes.row} to="/m/$code" params={{ code }}>
              <span className={classes.rowIcon}>
                <IconVideo size={18} aria-hidden="true" />
              </span>
              <span className={classes.words}>
                <span className={classes.name}>{title}</span>
              </span>
              <span className={classes.count}>{ago(createdAt)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
