import { createRoute } from '@tanstack/react-router';
import { memberRoute } from '../app/root.tsx';

const chatRoute = createRoute({ getParentRoute: () => memberRoute, path: '/chat' });
const channelRoute = createRoute({ getParentRoute: () => memberRoute, path: '/chat/$channelId' });

export const chatRoutes = [chatRoute, channelRoute] as const;
