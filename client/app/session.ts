import { create } from 'zustand';
import type { HubInfo, Me } from '#shared/contract/accounts.ts';

type End = 'signedOut' | 'suspended' | 'expired' | null;
type Session = {
  me: Me | null;
  organisationName: string | null;
  needsSetup: boolean;
  /** Set when the hub ended the session, for the sign-in page to explain. */
  endedBecause: End;
};

const key = 'entente.session';
const endKey = 'entente.ended';

/** Who uses this tab. Filled by `startSession` before the first render, then kept fresh by events. */
export const useSession = create<Session>(() => ({
  me: null,
  organisationName: null,
  needsSetup: false,
  endedBecause: takeEnd(),
}));

export function rememberInfo(info: Pick<HubInfo, 'me' | 'organisationName' | 'needsSetup'>): void {
  const { me, organisationName, needsSetup } = info;
  useSession.setState({ me, organisationName, needsSetup });
  store();
}

export function rememberMe(me: Me): void {
  useSession.setState({ me, endedBecause: null, needsSetup: false });
  store();
}

/** The last known session, so that the shell opens without a network. It holds no secret: the cookie does. */
export function recallSession(): boolean {
  try {
    const stored = localStorage.getItem(key);
    if (stored === null) return false;
    const { me, organisationName } = JSON.parse(stored) as Pick<Session, 'me' | 'organisationName'>;
    useSession.setState({ me, organisationName });
    return true;
  } catch {
    return false;
  }
}

/** The page that is loaded next starts without a session. */
export function forgetSession(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where storage is refused nothing was stored.
  }
}

function store(): void {
  const { me, organisationName } = useSession.getState();
  try {
    if (me === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ me, organisationName }));
  } catch {
    // Private windows may refuse storage; only the offline start is lost.
  }
}

/** For the sign-in page, which is loaded anew. */
export function rememberEnd(because: End): void {
  try {
    if (because !== null) sessionStorage.setItem(endKey, because);
  } catch {
    // Only the sentence is lost.
  }
}

function takeEnd(): End {
  try {
    const because = sessionStorage.getItem(endKey);
    sessionStorage.removeItem(endKey);
    return because === 'suspended' || because === 'expired' || because === 'signedOut' ? because : null;
  } catch {
    return null;
  }
}
