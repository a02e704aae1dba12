// Runs in the browser: one person in a call with all of the product's client but its pictures and buttons.

import { createHubClient } from '#shared/client.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import { knock, type MyMeeting } from '#shared/contract/meetings.ts';
import { type Call, createCall } from '../../client/meetings/core/call.core.ts';
import { createDevices } from '../../client/meetings/core/devices.core.ts';
import type { Near } from '../../client/meetings/core/nearness.ts';
import type { Spot } from '../../client/meetings/core/room-state.ts';

export type PersonOptions = {
  meeting: MyMeeting;
  participantId: string;
  microphone: boolean;
  /** Which region is how far, as if it had been measured. */
  near: Near;
};
export type PersonPage = {
  start(options: PersonOptions): Promise<void>;
  /** How often the call had to be brought back. */
  recoveries(): number;
  /** The node that carries this person. */
  node(): string;
  /** In the room, own and others'; somebody who is between two nodes has two. */
  seats(): number;
  /** Frames shown so far of each participant. */
  frames(): Record<string, number>;
  /** What the call knows, in words for somebody who looks for a fault. */
  describe(): string;
  /** What became of it since the last call, with the time of day in milliseconds. */
  history(): [number, string][];
};

const hub = createHubClient();
const { call: ask } = hub;
hub.call = async (command, ...rest) => {
  const begun = Date.now();
  const note = (outcome: string) =>
    history.push([begun, `${command.name} ${Date.now() - begun} ms ${outcome}`]);
  try {
    const answer = await ask(command, ...rest);
    note(told(answer));
    return answer;
  } catch (error) {
    note(String(error));
    throw error;
  }
};
const told = (answer: unknown) =>
  answer instanceof Object && 'consumers' in answer && Array.isArray(answer.consumers)
    ? `${answer.consumers.length} streams`
    : '';
const frames = new Map<ParticipantId, number>();
const tiles = new Map<Spot, { element: HTMLVideoElement; track: MediaStreamTrack; stop: () => void }>();
let call: Call | undefined;
let recoveries = 0;
let history: [number, string][] = [];

const personOf = (spot: Spot) => spot.split('/')[0] as ParticipantId;

function show(spot: Spot, track: MediaStreamTrack, { views }: Call): void {
  const known = tiles.get(spot);
  if (known?.track === track) return;
  const about = `${spot.slice(32)} ${track.id.slice(-4)}`;
  history.push([Date.now(), `offered ${about}${track.muted ? '' : ', which flows'}`]);
  track.addEventListener('unmute', () => history.push([Date.now(), `getting ${about}`]));
  track.addEventListener('ended', () => history.push([Date.now(), `past ${about}`]));
  const element = known?.element ?? document.createElement('video');
  element.srcObject = new MediaStream([track]);
  if (known) {
    known.track = track;
    return;
  }
  Object.assign(element, { autoplay: true, muted: true, width: 160, height: 90 });
  document.body.append(element);
  const count = () => {
    if (!frames.has(personOf(spot))) history.push([Date.now(), `sees first ${spot.slice(32)}`]);
    frames.set(personOf(spot), (frames.get(personOf(spot)) ?? 0) + 1);
    element.requestVideoFrameCallback(count);
  };
  element.requestVideoFrameCallback(count);
  tiles.set(spot, { element, track, stop: views.watch(element, spot) });
}

/** A place for everybody's camera, as the grid has it, whether a picture comes or not. */
function follow(now: Call): void {
  const { tracks, room } = now.store.getState();
  const here = new Set(room?.participants.map(({ id }) => id));
  for (const [spot, track] of tracks) if (track.kind === 'video') show(spot, track, now);
  for (const [spot, { element, stop }] of tiles) {
    if (here.has(personOf(spot))) continue;
    tiles.delete(spot);
    stop();
    element.remove();
  }
}

async function start({ meeting, participantId, microphone, near }: PersonOptions): Promise<void> {
  await hub.connect();
  await hub.call(knock, { meetingId: meeting.id });
  const devices = createDevices({ storage: localStorage });
  await devices.setWanted('microphone', microphone);
  const made = createCall({
    hub,
    devices,
    meeting,
    participantId: participantId as ParticipantId,
    near: () => near,
  });
  made.store.subscribe(() => follow(made));
  let before = '';
  made.store.subscribe(({ phase }) => {
    const now = `${phase.kind === 'recovering' ? phase.cause : phase.kind} on ${page.node().slice(-4)}`;
    if (now !== before) history.push([Date.now(), now]);
    before = now;
  });
  made.onNews(({ kind }) => {
    if (kind === 'recovered') recoveries += 1;
  });
  call = made;
  await made.join();
}

function describe(): string {
  const { phase, room, tracks } = call?.store.getState() ?? {};
  const people = room?.participants.map(({ id, node, connected, producers }) => {
    const streams = producers.map(
      ({ source, node: at, age, paused, spot }) =>
        `${source}@${at.slice(-4)} ${age}${paused ? ' paused' : ''}${tracks?.has(spot) ? '' : ' untracked'}`,
    );
    return `${id.slice(-4)}@${node.slice(-4)}${connected ? '' : ' away'} [${streams.join(', ')}]`;
  });
  return `${hub.state} ${JSON.stringify(phase)} self ${call?.participantId.slice(-4)}: ${people?.join(' ')}`;
}

const page: PersonPage = {
  start,
  recoveries: () => recoveries,
  node: () =>
    call?.store.getState().room?.participants.find(({ id }) => id === call?.participantId)?.node ?? '',
  seats: () =>
    (call?.store.getState().room?.participants ?? []).reduce(
      (sum, { producers }) => sum + Math.max(1, new Set(producers.map(({ node }) => node)).size),
      0,
    ),
  frames: () => Object.fromEntries(frames),
  describe,
  history() {
    const told = history;
    history = [];
    return told;
  },
};
Object.assign(globalThis, { personPage: page });
