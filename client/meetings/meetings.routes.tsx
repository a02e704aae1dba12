import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { memberRoute, shellRoute } from '../app/root.tsx';

/** The join page and the call: members and guests. The media code is in this chunk and nowhere else. */
export const meetingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/m/$code',
  component: lazyRouteComponent(() => import('./join/MeetingPage.tsx'), 'MeetingPage'),
});
const meetingsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/meetings',
  component: lazyRouteComponent(() => import('./list/MeetingsPage.tsx'), 'MeetingsPage'),
});

export const meetingsRoutes = [meetingsRoute] as const;
