import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { memberRoute, rootRoute } from '../app/root.tsx';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ to }): { to?: string } => (typeof to === 'string' && /^\/(?!\/)/.test(to) ? { to } : {}),
  component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
});

export const accountsRoutes = [signInRoute] as const;
export const memberAccountsRoutes = [
  createRoute({
    getParentRoute: () => memberRoute,
    path: '/people',
    component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => memberRoute,
    path: '/settings/$section',
    component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
  }),
] as const;
