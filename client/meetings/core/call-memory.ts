import * as z from 'zod';
import { ParticipantId } from '#shared/contract/ids.ts';
import { newUuid } from '../../app/uuid.ts';

const key = 'entente.call';
const Memory = z.object({ code: z.string(), participantId: ParticipantId, inCall: z.boolean() });

/**
 * What a reload must not forget: that this tab is in a call, and as which participant. Session storage belongs to the tab
 * and dies with it.
 */
export function createCallMemory(storage: Storage) {
  function read(code: string) {
    try {
      const parsed = Memory.safeParse(JSON.parse(storage.getItem(key) ?? 'null'));
      return parsed.success && parsed.data.code === code ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }
  function write(memory: z.infer<typeof Memory>): void {
    try {
      storage.setItem(key, JSON.stringify(memory));
    } catch {
      // A reload then asks once more.
    }
  }
  return {
    /** The participant of this tab in this meeting; the same one after a reload. */
    participantFor: (code: string): ParticipantId =>
      read(code)?.participantId ?? ParticipantId.parse(newUuid()),
    wasInCall: (code: string): boolean => read(code)?.inCall ?? false,
    entered: (code: string, participantId: ParticipantId): void =>
      write({ code, participantId, inCall: true }),
    left: (code: string, participantId: ParticipantId): void => write({ code, participantId, inCall: false }),
  };
}
export type CallMemory = ReturnType<typeof createCallMemory>;
