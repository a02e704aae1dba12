import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { App } from './App.tsx';
import { NotFound, RouteFailure } from './RouteFailure.tsx';
import { Shell } from './Shell.tsx';
import { useSession } from './session.ts';

/** Parent of the pages that stand alone: sign-in, set-up, invitation. */
export const rootRoute = createRootRoute({
  component: App,
  notFoundComponent: NotFound,
  errorComponent: RouteFailure,
});

/** Parent of pages for anybody (a meeting's link): the rail appears for members, a guest sees the page alone. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell });

/** Parent of pages for signed-in members: anybody else is led to where they can enter. */
export const memberRoute = createRoute({
  getParentRoute: () => shellRoute,
  id: 'member',
  beforeLoad: ({ location }) => {
    const { me, needsSetup } = useSession.getState();
    if (me === null) throw redirect({ to: '/sign-in', search: needsSetup ? {} : { to: location.href } });
    if (me.kind === 'guest' && me.guestMeetingCode !== null)
      throw redirect({ to: '/m/$code', params: { code: me.guestMeetingCode } });
  },
});
