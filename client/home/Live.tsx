import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MyMeeting } from '#shared/contract/meetings.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { LinkButton } from '../app/LinkButton.tsx';
import { useActiveCall } from '../meetings/active-call.ts';
import classes from './HomePage.module.css';
import { newestMeetings } from './newest-meetings.ts';

const faces = 5;

/** Meetings with somebody in them. Nothing at all when there are none. */
export function Live() {
  const { t } = useTranslation('common');
  const { data } = useQuery(newestMeetings());
  const live =
    data?.meetings.filter((meeting) => meeting.live.count > 0 && meeting.archivedAt === null) ?? [];
  if (live.length === 0) return null;
  return (
    <section className={classes.live} aria-labelledby="home-live">
      <h2 id="home-live" className={classes.liveHeading}>
        <span className={classes.pulse} aria-hidden="true" />
        {t('home.live')}
      </h2>
      {live.map((meeting) => (
        <LiveRow key={meeting.id} meeting={meeting} />
      ))}
    </section>
  );
}

function LiveRow({ meeting }: { meeting: MyMeeting }) {
  const { t } = useTranslation('common');
  const { live, title, code } = meeting;
  const inside = useActiveCall()?.meeting.id === meeting.id;
  return (
    <div className={classes.liveRow}>
      <span className={classes.faces}>
        {live.people.slice(0, faces).map((person) => (
          <PersonAvatar key={person.id} person={person} size={32} />
        ))}
      </span>
      <div className={classes.words}>
        <span className={classes.name}>{title}</span>
        <span className={classes.soft}>{t('home.liveCount', { count: live.count })}</span>
      </div>
      <LinkButton to="/m/$code" params={{ code }} size="xs">
        {t(inside ? 'home.open' : 'home.join')}
      </LinkButton>
    </div>
  );
}
