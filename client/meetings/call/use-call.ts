import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { MyMeeting } from '#shared/contract/meetings.ts';
import type { Call } from '../core/call.core.ts';
import type { CallState } from '../core/call-state.ts';
import type { Member } from '../core/room-state.ts';
import { devices } from '../devices.ts';
import { isWanted } from '../core/devices.core.ts';

export const CallContext = createContext<Call | undefined>(undefined);

export function useCall(): Call {
  const call = use(CallContext);
  if (!call) throw new Error('useCall outside of a call');
  return call;
}

export const useCallState = <T>(pick: (state: CallState) => T): T => useStore(useCall().store, pick);

/** One's own entry in the room, if the hub has shown it already. */
export function useSelf(): Member | undefined {
  const { participantId } = useCall();
  return useCallState(({ room }) => room?.participants.find(({ id }) => id === participantId));
}

export function useIsHost(): boolean {
  const { meeting } = useCall();
  const self = useSelf();
  return self ? self.role === 'host' : canHost(meeting);
}
const canHost = ({ role, can }: MyMeeting): boolean => role === 'host' || can.host;

/** Whether one's own microphone and camera are on, and whether something is wrong with them. */
export function useOwnSwitches() {
  const state = useStore(devices.store);
  return {
    microphoneOn: isWanted(state, 'microphone'),
    cameraOn: isWanted(state, 'camera'),
    microphoneProblem: isWanted(state, 'microphone') && state.microphone.kind === 'problem',
    cameraProblem: isWanted(state, 'camera') && state.camera.kind === 'problem',
    cameraTrack: state.camera.kind === 'on' ? state.camera.track : undefined,
  };
}
