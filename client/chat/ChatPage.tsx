import { Outlet, useParams } from '@tanstack/react-router';
import { SplitPage } from '../app/Page.tsx';
import { ChatSideBar } from './ChatSideBar.tsx';

/** Channels on the left, the chosen one beside; a phone shows one of the two. */
export function ChatPage() {
  const { channelId, ticketId } = useParams({ strict: false });
  return (
    <SplitPage
      sideBar={<ChatSideBar />}
      showing={channelId === undefined && ticketId === undefined ? 'sideBar' : 'content'}
    >
      <Outlet />
    </SplitPage>
  );
}
