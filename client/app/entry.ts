import type { Me } from '#shared/contract/accounts.ts';
import { getHub, meChanged, signOut } from '#shared/contract/accounts.ts';
import type { AppError } from '#shared/contract/errors.ts';
import { welcomed } from '#shared/contract/hub.ts';
import { hub } from './hub.ts';
import { setLocale } from './i18n.ts';
import { people } from './people.ts';
import { queryClient } from './query.ts';
import { recallSession, rememberInfo, rememberMe, useSession } from './session.ts';
import { useUpdate } from './update.ts';

/** Who is here: the hub's word, or what this browser last knew when the hub cannot be reached. */
export async function startSession(): Promise<void> {
  hub.on(welcomed, ({ me }) => become(me));
  hub.on(meChanged, ({ me }) => become(me));
  hub.onState(() => {
    if (hub.state === 'refused') judgeRefusal(hub.refusal);
  });
  try {
    rememberInfo(await hub.request(getHub));
  } catch {
    recallSession();
  }
  const { me } = useSession.getState();
  if (me !== null) enter(me);
}

/** After signing in, setting up, accepting an invitation or joining as a guest: the cookie is set, now connect. */
export function enter(me: Me): void {
  become(me);
  // A failure shows as the connection's state; calls wait for it.
  hub.connect().catch(() => undefined);
}

/** Ends this session on the hub and here. */
export async function signOutHere(): Promise<void> {
  await hub.request(signOut).catch(() => undefined);
  leave(null);
}

function judgeRefusal(refusal: AppError | undefined): void {
  // The hub was updated under this page: only loading it anew helps, and that is not a reason to sign out.
  if (refusal?.code === 'protocolMismatch') useUpdate.setState({ ready: true });
  else leave(refusal?.details.reason === 'suspended' ? 'suspended' : 'expired');
}

function become(me: Me): void {
  rememberMe(me);
  people.remember([me]);
  void setLocale(me.locale);
}

function leave(because: 'expired' | 'suspended' | 'signedOut' | null): void {
  const { me } = useSession.getState();
  hub.close();
  rememberMe(null);
  useSession.setState({ endedBecause: because });
  queryClient.clear();
  people.clear();
  if (me !== null) location.assign(me.guestMeetingCode === null ? '/sign-in' : `/m/${me.guestMeetingCode}`);
}
