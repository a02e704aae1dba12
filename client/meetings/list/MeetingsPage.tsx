import { Button } from '@mantine/core';
import { IconPlus, IconVideo } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyMeeting } from '#shared/contract/meetings.ts';
import { useMe } from '../../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { EditMeeting } from './EditMeeting.tsx';
import { MeetingRow } from './MeetingRow.tsx';
import classes from './MeetingsPage.module.css';
import { NewMeeting } from './NewMeeting.tsx';
import { useMeetings } from './use-meetings.ts';

/** Every meeting one can reach, those that run now on top. */
export function MeetingsPage() {
  const { t } = useTranslation('meetings');
  const me = useMe();
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<MyMeeting>();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useMeetings();
  const meetings = data?.pages.flatMap((page) => page.meetings) ?? [];
  const live = meetings.filter((meeting) => meeting.live.count > 0);
  const others = meetings.filter((meeting) => meeting.live.count === 0);
  const create = me.can.createMeeting && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('list.new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('list.title')} actions={meetings.length > 0 ? create : null} />
      <PageBody>
        {!data && error && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsSkeleton rows={5} />}
        {data && meetings.length === 0 && (
          <EmptyState icon={<IconVideo size={24} />} title={t('list.emptyTitle')} action={create}>
            {t('list.emptyText')}
          </EmptyState>
        )}
        <div className={classes.lists}>
          <Section title={t('list.live')} meetings={live} edit={setEditing} />
          <Section title={t('list.all')} meetings={others} edit={setEditing} />
          {hasNextPage && (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('list.more')}
            </Button>
          )}
        </div>
      </PageBody>
      <NewMeeting opened={creating} close={() => setCreating(false)} />
      {editing && <EditMeeting key={editing.id} meeting={editing} close={() => setEditing(undefined)} />}
    </Page>
  );
}

type SectionProps = { title: string; meetings: readonly MyMeeting[]; edit: (meeting: MyMeeting) => void };

function Section({ title, meetings, edit }: SectionProps) {
  if (meetings.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={classes.list}>
        {meetings.map((meeting) => (
          <MeetingRow key={meeting.id} meeting={meeting} edit={() => edit(meeting)} />
        ))}
      </ul>
    </section>
  );
}
