import type { MyMeeting } from '#shared/contract/meetings.ts';
import { showFloatingCall } from '../app/floating-call.ts';
import { hub } from '../app/hub.ts';
import { activeCall } from './active-call.ts';
import { FloatingCall } from './call/FloatingCall.tsx';
import { type Call, createCall } from './core/call.core.ts';
import { createCallMemory } from './core/call-memory.ts';
import { devices } from './devices.ts';
import { nearness } from './nearness.ts';

const memory = createCallMemory(sessionStorage);

export const wasInCall = (code: string): boolean => memory.wasInCall(code);

/** Enters the room with what the person chose; the call before it, if any, ends. Rejects when the hub says no. */
export async function startCall(meeting: MyMeeting): Promise<Call> {
  activeCall.getState().call?.leave();
  const participantId = memory.participantFor(meeting.code);
  const call = createCall({ hub, devices, meeting, participantId, near: nearness.result });
  await call.join();
  memory.entered(meeting.code, participantId);
  activeCall.setState({ call });
  showFloatingCall(FloatingCall);
  call.store.subscribe(({ phase }) => {
    if (phase.kind === 'ended') memory.left(meeting.code, participantId);
  });
  return call;
}
