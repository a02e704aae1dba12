import { useNavigate } from '@tanstack/react-router';
import { SplitPage } from '../app/Page.tsx';
import { Invitations } from './Invitations.tsx';
import { PeopleSideBar } from './PeopleSideBar.tsx';

/** The invitations beside the people and spaces they lead to. */
export function InvitationsPage() {
  const navigate = useNavigate();
  return (
    <SplitPage sideBar={<PeopleSideBar />} showing="content">
      <Invitations onBack={() => void navigate({ to: '/people' })} />
    </SplitPage>
  );
}
