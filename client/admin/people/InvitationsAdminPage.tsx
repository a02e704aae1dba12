import { Invitations } from '../../accounts/Invitations.tsx';
import { useBack } from '../use-back.ts';

/** The same list as among the people, within the console's frame. */
export function InvitationsAdminPage() {
  return <Invitations onBack={useBack()} />;
}
