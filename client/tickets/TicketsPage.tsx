import { Outlet, useLocation } from '@tanstack/react-router';
import { SplitPage } from '../app/Page.tsx';
import { TicketsSideBar } from './TicketsSideBar.tsx';

/** Views on the left, a list or a ticket beside; a phone shows one of the two. */
export function TicketsPage() {
  const isBare = useLocation({
    select: ({ pathname, searchStr }) => /\/tickets\/?$/.test(pathname) && searchStr === '',
  });
  return (
    <SplitPage sideBar={<TicketsSideBar />} showing={isBare ? 'sideBar' : 'content'}>
      <Outlet />
    </SplitPage>
  );
}
