import { createRouter } from '@tanstack/react-router';
import { consoleRoutes } from '../admin/admin.routes.tsx';
import { accountsRoutes, memberAccountsRoutes } from '../accounts/accounts.routes.tsx';
import { chatRoutes } from '../chat/chat.routes.tsx';
import { homeRoute } from '../home/home.routes.tsx';
import { ticketsRoutes } from '../tickets/tickets.routes.tsx';
import { meetingRoute, meetingsRoutes } from '../meetings/meetings.routes.tsx';
import { dashboardRoute, deskWallRoute, screenRoute } from '../wall/wall.routes.tsx';
import { PagePending } from './PagePending.tsx';
import { memberRoute, rootRoute, shellRoute } from './root.tsx';

const routeTree = rootRoute.addChildren([
  ...accountsRoutes,
  deskWallRoute,
  screenRoute,
  shellRoute.addChildren([
    meetingRoute,
    memberRoute.addChildren([
      homeRoute,
      ...memberAccountsRoutes,
      ...chatRoutes,
      ...meetingsRoutes,
      ...ticketsRoutes,
      ...consoleRoutes,
      dashboardRoute,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingMs: 120,
  defaultPendingMinMs: 250,
  defaultPendingComponent: PagePending,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
