import { useSyncExternalStore } from 'react';
import { type ConnectionState, createHubClient, type HubClient } from '#shared/client.ts';
import type { Me } from '#shared/contract/accounts.ts';
import { useSession } from './session.ts';

/** The one connection of this tab. */
export const hub: HubClient = createHubClient();

export const useHub = (): HubClient => hub;

/** The signed-in person. Only below a route that makes sure somebody is signed in; elsewhere `useMaybeMe`. */
export function useMe(): Me {
  const me = useMaybeMe();
  if (me === null) throw new Error('useMe outside a signed-in route');
  return me;
}

export const useMaybeMe = (): Me | null => useSession((session) => session.me);

const subscribe = (changed: () => void) => hub.onState(changed);
const snapshot = (): ConnectionState => hub.state;
export const useConnection = (): ConnectionState => useSyncExternalStore(subscribe, snapshot);
