import type { Connection } from '#server/signaling/bind.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';

/** Which of this node's connections wait at which door; `onLast` when the last one of a person closes. */
export function createWaitingTabs(onLast: (meetingId: MeetingId, personId: PersonId) => void) {
  const waiting = new Map<string, Set<string>>();

  return {
    add(connection: Connection, meetingId: MeetingId, personId: PersonId): void {
      const key = `${meetingId} ${personId}`;
      const ids = waiting.get(key) ?? new Set();
      waiting.set(key, ids);
      if (ids.has(connection.id)) return;
      ids.add(connection.id);
      connection.onClose(() => {
        ids.delete(connection.id);
        if (ids.size > 0 || waiting.get(key) !== ids) return;
        waiting.delete(key);
        onLast(meetingId, personId);
      });
    },
  };
}
