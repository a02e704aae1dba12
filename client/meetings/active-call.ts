import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Call } from './core/call.core.ts';

type ActiveCall = { call: Call | undefined };

/** The call of this tab, if there is one. It lives outside of every page, so that navigating does not end it. */
export const activeCall = createStore<ActiveCall>(() => ({ call: undefined }));

export const useActiveCall = (): Call | undefined => useStore(activeCall, ({ call }) => call);
