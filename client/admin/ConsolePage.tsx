import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { SplitPage } from '../app/Page.tsx';
import { ConsoleSideBar } from './ConsoleSideBar.tsx';
import classes from './ConsolePage.module.css';
import { DelayedBanner } from './health/DelayedBanner.tsx';
import { Notes } from './kit/Notes.tsx';

/** The frame of the console: its list of pages, the one chosen, and tips for every figure. */
export function ConsolePage() {
  const atList = useMatchRoute()({ to: '/console' }) !== false;
  return (
    <div className={classes.root}>
      <DelayedBanner />
      <Notes>
        <SplitPage sideBar={<ConsoleSideBar />} showing={atList ? 'sideBar' : 'content'}>
          <Outlet />
        </SplitPage>
      </Notes>
    </div>
  );
}
