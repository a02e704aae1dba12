import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { memberRoute } from '../app/root.tsx';

/** The list of channels stays while one goes from channel to channel. */
const chatRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/chat',
  component: lazyRouteComponent(() => import('./ChatPage.tsx'), 'ChatPage'),
});
const chatHomeRoute = createRoute({
  getParentRoute: () => chatRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./ChatHome.tsx'), 'ChatHome'),
});
const channelRoute = createRoute({
  getParentRoute: () => chatRoute,
  path: '$channelId',
  /** `at`: the position of the message that a link leads to. */
  validateSearch: ({ at }): { at?: number } =>
    Number.isInteger(at) && Number(at) > 0 ? { at: Number(at) } : {},
  component: lazyRouteComponent(() => import('./ChannelPage.tsx'), 'ChannelPage'),
});

/** A ticket as a conversation, beside the same list. */
const threadRoute = createRoute({
  getParentRoute: () => chatRoute,
  path: 'ticket/$ticketId',
  component: lazyRouteComponent(() => import('../panels/ThreadPage.tsx'), 'ThreadPage'),
});

export const chatRoutes = [chatRoute.addChildren([chatHomeRoute, channelRoute, threadRoute])] as const;
