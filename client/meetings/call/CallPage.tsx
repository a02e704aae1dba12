import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useImmersive } from '../../app/Shell.tsx';
import { usePageTitle } from '../../app/title.ts';
import { CallView } from './CallView.tsx';
import type { Call } from '../core/call.core.ts';
import { forgetCall } from '../active-call.ts';
import { LeftPage } from './LeftPage.tsx';
import { CallContext } from './use-call.ts';

/** The call of this tab, or what to do after it. */
export function CallPage({ call }: { call: Call }) {
  const phase = useStore(call.store, (state) => state.phase);
  const ended = phase.kind === 'ended';
  useImmersive(!ended);
  usePageTitle(call.meeting.title);
  useEffect(
    () => () => {
      if (call.store.getState().phase.kind === 'ended') forgetCall(call);
    },
    [call],
  );
  if (phase.kind === 'ended') return <LeftPage call={call} reason={phase.reason} />;
  return (
    <CallContext value={call}>
      <CallView />
    </CallContext>
  );
}
