import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { memberRoute, rootRoute } from '../app/root.tsx';
import { useSession } from '../app/session.ts';
import { isSection } from './sections.ts';

/** Only paths of this hub: nobody is led elsewhere by a crafted link. */
const isLocalPath = (to: unknown): to is string => typeof to === 'string' && /^\/(?![/\\])/.test(to);

/** These pages stand alone: an empty page waits better than a skeleton of another one. */
const Nothing = () => null;

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ to }): { to?: string } => (isLocalPath(to) ? { to } : {}),
  beforeLoad: ({ search }) => {
    const { me } = useSession.getState();
    if (me !== null && me.kind !== 'guest') throw redirect({ to: search.to ?? '/' });
  },
  component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
  pendingComponent: Nothing,
});
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup/$secret',
  component: lazyRouteComponent(() => import('./SetupPage.tsx'), 'SetupPage'),
  pendingComponent: Nothing,
});
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$secret',
  component: lazyRouteComponent(() => import('./InvitePage.tsx'), 'InvitePage'),
  pendingComponent: Nothing,
});
const welcomeRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/welcome',
  beforeLoad: () => {
    if (!useSession.getState().me?.can.invite) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('./WelcomePage.tsx'), 'WelcomePage'),
});
const peopleRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/people',
  validateSearch: ({ person }): { person?: string } => (typeof person === 'string' ? { person } : {}),
  component: lazyRouteComponent(() => import('./PeoplePage.tsx'), 'PeoplePage'),
});
const invitationsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/people/invitations',
  component: lazyRouteComponent(() => import('./InvitationsPage.tsx'), 'InvitationsPage'),
});
const spacesRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/spaces',
  component: lazyRouteComponent(() => import('./SpacesPage.tsx'), 'SpacesPage'),
});
const spaceRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/spaces/$spaceId',
  component: lazyRouteComponent(() => import('./SpacePage.tsx'), 'SpacePage'),
});
const settingsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./SettingsPage.tsx'), 'SettingsPage'),
});
const settingsSectionRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/settings/$section',
  beforeLoad: ({ params }) => {
    if (!isSection(params.section))
      throw redirect({ to: '/settings/$section', params: { section: 'profile' } });
  },
  component: lazyRouteComponent(() => import('./SettingsPage.tsx'), 'SettingsPage'),
});

export const accountsRoutes = [signInRoute, setupRoute, inviteRoute] as const;
export const memberAccountsRoutes = [
  welcomeRoute,
  peopleRoute,
  invitationsRoute,
  spacesRoute,
  spaceRoute,
  settingsRoute,
  settingsSectionRoute,
] as const;
