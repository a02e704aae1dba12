import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { memberRoute } from '../app/root.tsx';
import { useSession } from '../app/session.ts';
import { readAuditSearch } from './audit/audit-search.ts';

/** The hub refuses everybody else anyway; this spares them a page of refusals. */
const consoleRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/console',
  beforeLoad: () => {
    if (!useSession.getState().me?.can.administer) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('./ConsolePage.tsx'), 'ConsolePage'),
});
/** A phone shows the list of pages here; anything wider has it beside the first page. */
const consoleHomeRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/',
  beforeLoad: () => {
    if (!matchMedia('(max-width: 47.99em)').matches) throw redirect({ to: '/console/nodes', replace: true });
  },
});

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const only = <K extends string>(key: K, value: unknown): { [P in K]?: string } => {
  const known = text(value);
  return (known === undefined ? {} : { [key]: known }) as { [P in K]?: string };
};

const nodesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'nodes',
  validateSearch: ({ node }): { node?: string } => only('node', node),
  component: lazyRouteComponent(() => import('./nodes/NodesPage.tsx'), 'NodesPage'),
});
const roomsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'rooms',
  validateSearch: ({ node, room }): { node?: string; room?: string } => ({
    ...only('node', node),
    ...only('room', room),
  }),
  component: lazyRouteComponent(() => import('./rooms/RoomsPage.tsx'), 'RoomsPage'),
});
const healthRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'health',
  component: lazyRouteComponent(() => import('./health/HealthPage.tsx'), 'HealthPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
});
const peopleRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'people',
  validateSearch: ({ person }): { person?: string } => only('person', person),
  component: lazyRouteComponent(() => import('./people/PeopleAdminPage.tsx'), 'PeopleAdminPage'),
});
const spacesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'spaces',
  component: lazyRouteComponent(() => import('./spaces/SpacesAdminPage.tsx'), 'SpacesAdminPage'),
});
const invitationsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'invitations',
  component: lazyRouteComponent(() => import('./people/InvitationsAdminPage.tsx'), 'InvitationsAdminPage'),
});
const widgetsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'widgets',
  validateSearch: ({ widget }): { widget?: string } => only('widget', widget),
  component: lazyRouteComponent(() => import('./widgets/WidgetsPage.tsx'), 'WidgetsPage'),
});
const rulesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'rules',
  component: lazyRouteComponent(() => import('./rules/RulesPage.tsx'), 'RulesPage'),
});
const slaRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'sla',
  component: lazyRouteComponent(() => import('./sla/SlaPage.tsx'), 'SlaPage'),
});
const settingsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'settings',
  component: lazyRouteComponent(() => import('./settings/OrganisationPage.tsx'), 'OrganisationPage'),
});
const connectorsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'connectors',
  component: lazyRouteComponent(() => import('./connectors/ConnectorsPage.tsx'), 'ConnectorsPage'),
});
const autoscaleRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'autoscale',
  component: lazyRouteComponent(() => import('./scaling/AutoscalePage.tsx'), 'AutoscalePage'),
});
const costRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: 'cost',
  component: lazyRouteComponent(() => import('./cost/CostPage.tsx'), 'CostPage'),
});

export const consoleRoutes = [
  consoleRoute.addChildren([
    consoleHomeRoute,
    nodesRoute,
    roomsRoute,
    healthRoute,
    auditRoute,
    peopleRoute,
    spacesRoute,
    invitationsRoute,
    widgetsRoute,
    rulesRoute,
    slaRoute,
    settingsRoute,
    connectorsRoute,
    autoscaleRoute,
    costRoute,
  ]),
] as const;
