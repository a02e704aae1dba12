import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/hub.ts';
import { useFormats } from '../app/time.ts';
import { usePageTitle } from '../app/title.ts';
import classes from './HomePage.module.css';
import { Live } from './Live.tsx';
import { QuickActions } from './QuickActions.tsx';
import { Recent } from './Recent.tsx';
import { SpaceList } from './SpaceList.tsx';
import { Unread } from './Unread.tsx';
import { WaitingTickets } from './WaitingTickets.tsx';

/** What is going on, and the two things one does most. */
export function HomePage() {
  const { t } = useTranslation('common');
  const me = useMe();
  const { day, hour } = useFormats();
  usePageTitle(t('modules.home'));
  const [now] = useState(() => Date.now());
  const part = partOfDay(hour(now));
  return (
    <div className={classes.page}>
      <div className={classes.inner}>
        <header className={classes.header}>
          <p className={classes.date}>{day(now)}</p>
          <h1 className={classes.title} tabIndex={-1} data-page-title>
            {t(`home.greeting.${part}`, { name: firstName(me.displayName) })}
          </h1>
        </header>
        <QuickActions />
        <Live />
        <div className={classes.columns}>
          <div className={classes.column}>
            {me.kind === 'member' && <WaitingTickets />}
            <Unread />
          </div>
          <div className={classes.column}>
            <Recent />
            <SpaceList />
          </div>
        </div>
      </div>
    </div>
  );
}

const partOfDay = (hour: number) =>
  hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening';

/** "Ada" of "Ada Lovelace"; all of a name that does not start with a word of its own ("Dr. Hopper"). */
function firstName(name: string): string {
  const [first = name] = name.split(/\s+/u);
  return first.endsWith('.') ? name : first;
}
