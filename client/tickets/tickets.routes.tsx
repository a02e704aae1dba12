import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { memberRoute } from '../app/root.tsx';
import { searchOf } from './core/address.ts';

/** The views stay beside the list and the ticket. */
const ticketsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/tickets',
  component: lazyRouteComponent(() => import('./TicketsPage.tsx'), 'TicketsPage'),
});
const listRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: '/',
  validateSearch: searchOf,
  component: lazyRouteComponent(() => import('./list/ListPage.tsx'), 'ListPage'),
});
const cannedRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: 'canned',
  component: lazyRouteComponent(() => import('./settings/CannedPage.tsx'), 'CannedPage'),
});
const macrosRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: 'macros',
  component: lazyRouteComponent(() => import('./settings/MacrosPage.tsx'), 'MacrosPage'),
});
const templatesRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: 'templates',
  component: lazyRouteComponent(() => import('./settings/TemplatesPage.tsx'), 'TemplatesPage'),
});
const fieldsRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: 'fields',
  component: lazyRouteComponent(() => import('./settings/FieldsPage.tsx'), 'FieldsPage'),
});
const ticketRoute = createRoute({
  getParentRoute: () => ticketsRoute,
  path: '$ticketId',
  /** `write`: what a key in the list began. */
  validateSearch: ({ write }): { write?: 'reply' | 'note' } =>
    write === 'reply' || write === 'note' ? { write } : {},
  component: lazyRouteComponent(() => import('./ticket/TicketPage.tsx'), 'TicketPage'),
});

export const ticketsRoutes = [
  ticketsRoute.addChildren([listRoute, cannedRoute, macrosRoute, templatesRoute, fieldsRoute, ticketRoute]),
] as const;
