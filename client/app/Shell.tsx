import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { create } from 'zustand';
import { BottomBar } from './BottomBar.tsx';
import { useMaybeMe } from './hub.ts';
import { Rail } from './Rail.tsx';
import classes from './Shell.module.css';
import { useOverlays } from './switcher.ts';
import { useGlobalKeys } from './use-global-keys.ts';

const Switcher = lazy(() => import('./Switcher.tsx'));
const Keys = lazy(() => import('./Keys.tsx'));

const useImmersion = create<{ pages: number }>(() => ({ pages: 0 }));

/** While `on`, the page has the whole window: no rail, no bottom bar. For a running call. */
export function useImmersive(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    useImmersion.setState(({ pages }) => ({ pages: pages + 1 }));
    return () => useImmersion.setState(({ pages }) => ({ pages: pages - 1 }));
  }, [on]);
}

/** Rail, page, bottom bar. Guests and strangers see the page alone. */
export function Shell() {
  const me = useMaybeMe();
  const immersed = useImmersion((state) => state.pages > 0);
  const { switcher, keys } = useOverlays();
  const member = me !== null && me.kind !== 'guest';
  useGlobalKeys(member);
  return (
    <div className={classes.shell}>
      {member && !immersed && <Rail />}
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
      {member && !immersed && <BottomBar />}
      <Suspense fallback={null}>
        {member && switcher && <Switcher />}
        {keys && <Keys />}
      </Suspense>
    </div>
  );
}
