import type { HubInfo, Me } from '#shared/contract/accounts.ts';
import { getHub, meChanged, signOut } from '#shared/contract/accounts.ts';
import type { AppError } from '#shared/contract/errors.ts';
import { welcomed } from '#shared/contract/hub.ts';
import { hub } from './hub.ts';
import { setLocale } from './i18n.ts';
import { people } from './people.ts';
import {
  forgetSession,
  recallSession,
  rememberEnd,
  rememberInfo,
  rememberMe,
  useSession,
} from './session.ts';
import { useUpdate } from './update.ts';

const patienceMs = 8_000;

/**
 * Who is here. What this browser last knew opens the shell at once, with or without a network; the hub's word follows and may
 * end it. Without a memory the hub is asked first.
 */
export async function startSession(): Promise<void> {
  hub.on(welcomed, ({ me }) => become(me));
  hub.on(meChanged, ({ me }) => become(me));
  hub.onState(() => {
    if (hub.state === 'refused') judgeRefusal(hub.refusal);
  });
  const asking = hub
    .request(getHub, { signal: AbortSignal.timeout(patienceMs) })
    .then(learn, () => undefined);
  if (!recallSession()) await asking;
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

function learn(info: HubInfo): void {
  const { me } = useSession.getState();
  if (me !== null && info.me === null) return leave('expired');
  rememberInfo(info);
  if (me !== null && info.me !== null && me.id !== info.me.id) location.reload();
}

function become(me: Me): void {
  const before = useSession.getState().me;
  // Somebody else signed in elsewhere in this browser: nothing of the other person may stay in this tab's memory.
  if (before !== null && before.id !== me.id) {
    rememberMe(me);
    location.reload();
    return;
  }
  rememberMe(me);
  people.remember([me]);
  void setLocale(me.locale);
}

function leave(because: 'expired' | 'suspended' | 'signedOut' | null): void {
  const { me } = useSession.getState();
  if (me === null) return;
  hub.close();
  forgetSession();
  rememberEnd(because);
  // Loading anew empties every store of this tab.
  location.assign(me.guestMeetingCode === null ? '/sign-in' : `/m/${me.guestMeetingCode}`);
}
