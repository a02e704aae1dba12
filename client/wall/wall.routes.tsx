import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { memberRoute, rootRoute } from '../app/root.tsx';

const queueOf = ({ queue }: Record<string, unknown>): { queue?: string } =>
  typeof queue === 'string' && queue !== '' ? { queue } : {};

export const dashboardRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/tickets/dashboard',
  validateSearch: queueOf,
  component: lazyRouteComponent(() => import('./DashboardPage.tsx'), 'DashboardPage'),
});

/** Full screen, for an employee. */
export const deskWallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wall',
  component: lazyRouteComponent(() => import('./DeskWallPage.tsx'), 'DeskWallPage'),
});
/** Full screen, for a television at which nobody signs in. */
export const screenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wall/$secret',
  component: lazyRouteComponent(() => import('./ScreenPage.tsx'), 'ScreenPage'),
});
