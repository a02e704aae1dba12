import { createRoute } from '@tanstack/react-router';
import { memberRoute, shellRoute } from '../app/root.tsx';

/** The join page and the call: members and guests. */
export const meetingRoute = createRoute({ getParentRoute: () => shellRoute, path: '/m/$code' });
const meetingsRoute = createRoute({ getParentRoute: () => memberRoute, path: '/meetings' });

export const meetingsRoutes = [meetingsRoute] as const;
