import type { ParticipantId } from '#shared/contract/ids.ts';
import type { Participant, RoomChange } from '#shared/contract/media.ts';

type Left = Extract<RoomChange, { type: 'left' }>;
export type Changes = { epoch: string; seq: number; changes: RoomChange[] };

/**
 * The numbered stream of a room. A change carries the whole participant, so changes of one moment collapse into one,
 * and a snapshot that is a little newer than its number does no harm: what follows says the same again.
 */
export function createRoomState(options: {
  newEpoch: () => string;
  participantsNow: () => Participant[];
  publish: (changes: Changes) => void;
}) {
  let epoch = options.newEpoch();
  let seq = 0;
  const touched = new Set<ParticipantId>();
  const left = new Map<ParticipantId, Left['reason']>();
  let flushing: NodeJS.Immediate | undefined;

  const later = () => {
    flushing ??= setImmediate(flush);
  };

  function flush(): void {
    clearImmediate(flushing);
    flushing = undefined;
    if (touched.size === 0 && left.size === 0) return;
    const changes: RoomChange[] = [...left].map(([participantId, reason]) => ({
      type: 'left',
      participantId,
      reason,
    }));
    for (const participant of options.participantsNow())
      if (touched.has(participant.id)) changes.push({ type: 'participant', participant });
    touched.clear();
    left.clear();
    seq += 1;
    options.publish({ epoch, seq, changes });
  }

  return {
    get epoch() {
      return epoch;
    },
    /** The participant is new or different. */
    touch(participantId: ParticipantId): void {
      left.delete(participantId);
      touched.add(participantId);
      later();
    },
    left(participantId: ParticipantId, reason: Left['reason']): void {
      touched.delete(participantId);
      left.set(participantId, reason);
      later();
    },
    /** Events may have been lost on their way: a number that carries nothing shows to whoever missed the one before. */
    mark(): void {
      flush();
      seq += 1;
      options.publish({ epoch, seq, changes: [] });
    },
    snapshot() {
      flush();
      return { epoch, seq, participants: options.participantsNow() };
    },
    /** Everything so far belongs to a room that is no more: numbers start anew. */
    renew(): string {
      flush();
      epoch = options.newEpoch();
      seq = 0;
      return epoch;
    },
    flush,
    close: () => clearImmediate(flushing),
  };
}
export type RoomState = ReturnType<typeof createRoomState>;
