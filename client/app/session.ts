import { create } from 'zustand';
import type { HubInfo, Me } from '#shared/contract/accounts.ts';

type Session = {
  me: Me | null;
  organisationName: string | null;
  needsSetup: boolean;
  /** Set when the hub ended the session, for the sign-in page to explain. */
  endedBecause: 'signedOut' | 'suspended' | 'accessChanged' | 'expired' | null;
};

const key = 'entente.session';

/** Who uses this tab. Filled by `startSession` before the first render, then kept fresh by events. */
export const useSession = create<Session>(() => ({
  me: null,
  organisationName: null,
  needsSetup: false,
  endedBecause: null,
}));

export function rememberInfo(info: Pick<HubInfo, 'me' | 'organisationName' | 'needsSetup'>): void {
  const { me, organisationName, needsSetup } = info;
  useSession.setState({ me, organisationName, needsSetup });
  store();
}

export function rememberMe(me: Me | null): void {
  useSession.setState(me === null ? { me } : { me, endedBecause: null, needsSetup: false });
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

function store(): void {
  const { me, organisationName } = useSession.getState();
  try {
    if (me === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ me, organisationName }));
  } catch {
    // Private windows may refuse storage; only the offline start is lost.
  }
}
