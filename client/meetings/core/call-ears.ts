import type { HubClient } from '#shared/client.ts';
import type { EventDef, PayloadOf } from '#shared/contract/define.ts';
import type { MeetingId, NodeId, ParticipantId } from '#shared/contract/ids.ts';
import {
  moderated,
  moveAsked,
  partsChanged,
  roomChanged,
  roomInterrupted,
  speakersChanged,
  streamsCut,
} from '#shared/contract/media.ts';

type Payload<E extends EventDef> = PayloadOf<E>;
export type CallEars = {
  roomChanged: (change: Payload<typeof roomChanged>) => void;
  partsChanged: (nodes: readonly NodeId[]) => void;
  interrupted: (node: NodeId, epoch: string | null) => void;
  speakersChanged: (node: NodeId, speakers: Payload<typeof speakersChanged>['speakers']) => void;
  /** To this participant: streams from one node to another ended. */
  streamsCut: (node: NodeId, from: NodeId) => void;
  moveAsked: (node: NodeId) => void;
  moderated: (action: Payload<typeof moderated>['action']) => void;
};

/** Hears what the hub says about one meeting, and to one participant of it. Answers the way to stop. */
export function listenToHub(
  hub: HubClient,
  here: { meetingId: MeetingId; participantId: ParticipantId },
  ears: CallEars,
): () => void {
  const inMeeting = <E extends EventDef>(event: E, act: (payload: Payload<E>) => void) =>
    hub.on(event, (payload) => {
      if ((payload as { meetingId: string }).meetingId === here.meetingId) act(payload);
    });
  const toMe = <E extends EventDef>(event: E, act: (payload: Payload<E>) => void) =>
    inMeeting(event, (payload) => {
      if ((payload as { participantId: string }).participantId === here.participantId) act(payload);
    });
  const stops = [
    inMeeting(roomChanged, ears.roomChanged),
    inMeeting(partsChanged, ({ nodes }) => ears.partsChanged(nodes)),
    inMeeting(roomInterrupted, ({ node, epoch }) => ears.interrupted(node, epoch)),
    inMeeting(speakersChanged, ({ node, speakers }) => ears.speakersChanged(node, speakers)),
    toMe(streamsCut, ({ node, from }) => ears.streamsCut(node, from)),
    toMe(moveAsked, ({ node }) => ears.moveAsked(node)),
    toMe(moderated, ({ action }) => ears.moderated(action)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
