import './app/zod.ts';
import './app/mantine.css.ts';
import '@fontsource-variable/inter/wght.css';
import './app/theme.css';
import './app/overrides.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startSession } from './app/entry.ts';
import { focusNewPage } from './app/focus.ts';
import { guessLocale, startI18n } from './app/i18n.ts';
import { startPresence } from './app/presence.ts';
import { queryClient, startCatchUp } from './app/query.ts';
import { router } from './app/router.tsx';
import { startSwitcher } from './app/switcher-sources.tsx';
import { schemeManager, theme } from './app/theme.ts';
import { startUpdates } from './app/update.ts';

startPresence();
startCatchUp();
startUpdates();
startSwitcher();
await Promise.all([startI18n(guessLocale()), startSession()]);

let firstPage = true;
router.subscribe('onRendered', ({ pathChanged }) => {
  if (pathChanged && !firstPage) requestAnimationFrame(focusNewPage);
  firstPage = false;
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
void import('./chat/start.tsx').then(({ startChat }) =>
  startChat((channelId) => void router.navigate({ to: '/chat/$channelId', params: { channelId } })),
);
void import('./meetings/start.tsx').then(({ startMeetings }) =>
  startMeetings((code) => void router.navigate({ to: '/m/$code', params: { code } })),
);
void import('./tickets/start.tsx').then(({ startTickets }) =>
  startTickets((ticketId) => void router.navigate({ to: '/tickets/$ticketId', params: { ticketId } })),
);
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemeManager}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
