import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { showFloatingCall } from '../app/floating-call.ts';
import type { Call } from './core/call.core.ts';

type ActiveCall = { call: Call | undefined };

/** The call of this tab, if there is one. It lives outside of every page, so that navigating does not end it. */
export const activeCall = createStore<ActiveCall>(() => ({ call: undefined }));

export const useActiveCall = (): Call | undefined => useStore(activeCall, ({ call }) => call);

/** Forgets a call that has ended, so that its page shows the preview again. */
export function forgetCall(call: Call): void {
  if (activeCall.getState().call !== call) return;
  activeCall.setState({ call: undefined });
  showFloatingCall(null);
}
