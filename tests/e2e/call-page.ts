// Runs in the browser: the smallest client that holds a call over several nodes.

import type { types } from 'mediasoup-client';
import { createHubClient } from '#shared/client.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';
import { knock } from '#shared/contract/meetings.ts';
import { type Entry, enter } from './call-entry.ts';

export type CallOptions = {
  meetingId: string;
  participantId: string;
  camera: boolean;
  microphone: boolean;
  /** As behind a firewall that lets no UDP through. */
  tcpOnly: boolean;
  /** Which region is how far, as if it had been measured. */
  near?: InputOf<typeof media.joinRoom>['near'];
  /** Of the camera's picture; the width follows. One of 180 or less is sent in one layer. */
  lines?: number;
  frameRate?: number;
};
export type CallTimes = { joined: number; firstFrame: number | null };
/** By participant: frames decoded in all, packets of sound, and the longest time without a new frame since last asked. */
export type Flow = Record<string, { frames: number; packets: number; gapMs: number }>;
export type CallPage = {
  start(options: CallOptions): Promise<CallTimes>;
  /** As after a change of network: new ICE credentials for both transports. */
  restartIce(): Promise<void>;
  leave(): Promise<void>;
  /** How often it entered anew because its part was gone. */
  reconnects(): number;
  /** How often it went on to another node. */
  moves(): number;
  /** The node that carries this tab now. */
  node(): string;
  flow(): Promise<Flow>;
  speakers(): string[];
};

const hub = createHubClient();
const speakers = new Set<string>();
const counts = { reconnects: 0, moves: 0 };
/** What entries that are closed had decoded. */
const earlier = new Map<ParticipantId, { frames: number; packets: number }>();
const lastFrame = new Map<ParticipantId, number>();
const gaps = new Map<ParticipantId, number>();
let join: InputOf<typeof media.joinRoom>;
let tcpOnly = false;
let stream: MediaStream | undefined;
let current: Entry | undefined;
let changing: Promise<void> | undefined;
let onFrame = (): void => undefined;

const open = (moving: boolean): Promise<Entry> =>
  enter({ hub, join: { ...join, moving }, stream, tcpOnly, arrived: show, tell });

function show(from: ParticipantId, { track }: types.Consumer): void {
  const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
  element.autoplay = true;
  element.srcObject = new MediaStream([track]);
  element.dataset['from'] = from;
  track.addEventListener('ended', () => element.remove());
  if (element instanceof HTMLVideoElement) {
    element.muted = true;
    const next = () => {
      sawFrame(from);
      element.requestVideoFrameCallback(next);
    };
    element.requestVideoFrameCallback(next);
  }
  document.body.append(element);
}

function sawFrame(from: ParticipantId): void {
  const now = performance.now();
  gaps.set(from, Math.max(gaps.get(from) ?? 0, now - (lastFrame.get(from) ?? now)));
  lastFrame.set(from, now);
  onFrame();
}

async function close(entry: Entry): Promise<void> {
  for (const [from, { frames, packets }] of await entry.flow()) {
    const before = earlier.get(from) ?? { frames: 0, packets: 0 };
    earlier.set(from, { frames: before.frames + frames, packets: before.packets + packets });
  }
  entry.close();
  for (const element of document.querySelectorAll<HTMLMediaElement>('video, audio')) {
    const tracks = (element.srcObject as MediaStream | null)?.getTracks() ?? [];
    if (tracks.every(({ readyState }) => readyState === 'ended')) element.remove();
  }
}

/** One change at a time: a move, or entering anew. */
function change(work: () => Promise<void>): void {
  changing = (changing ?? Promise.resolve()).then(work).catch(tell);
}

async function move(node: string): Promise<void> {
  const old = current;
  if (old?.here.node !== node) return;
  const next = await open(true);
  await flowsLike(old, next);
  current = next;
  counts.moves += 1;
  setTimeout(() => {
    hub.call(media.leaveRoom, { ...old.here, reason: 'moved' }).catch(tell);
    close(old).catch(tell);
  }, 2_500);
}

/** Whoever is seen by the one is seen by the other, or 5 s are over. */
async function flowsLike(old: Entry, next: Entry): Promise<void> {
  const seen = [...(await old.flow())].filter(([, { frames }]) => frames > 0).map(([from]) => from);
  for (const end = performance.now() + 5_000; performance.now() < end; ) {
    const flow = await next.flow();
    if (seen.every((from) => (flow.get(from)?.frames ?? 0) > 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function enterAnew(): Promise<void> {
  const old = current;
  current = undefined;
  if (old) await close(old);
  for (let attempt = 0; !current; attempt += 1) {
    try {
      current = await open(false);
    } catch (error) {
      if (attempt > 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  counts.reconnects += 1;
}

function tell(error: unknown): void {
  const words = error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  document.title = words;
  console.error(words);
}

async function start(options: CallOptions): Promise<CallTimes> {
  const { camera, microphone, lines = 360, frameRate = 24, near, meetingId, participantId } = options;
  tcpOnly = options.tcpOnly;
  join = { meetingId, participantId, ...(near ? { near } : {}) };
  await hub.connect();
  const size = { width: Math.round((lines * 16) / 9), height: lines, frameRate };
  stream =
    camera || microphone
      ? await navigator.mediaDevices.getUserMedia({ audio: microphone, video: camera && size })
      : undefined;
  const begun = performance.now();
  await hub.call(knock, { meetingId });
  const first = Promise.withResolvers<number>();
  onFrame = () => first.resolve(performance.now() - begun);
  current = await open(false);
  const joined = performance.now() - begun;
  hub.on(media.speakersChanged, (event) => {
    for (const { participantId: who } of event.speakers) speakers.add(who);
  });
  hub.on(media.moveAsked, (event) => {
    if (event.participantId === participantId) change(() => move(event.node));
  });
  hub.on(media.roomInterrupted, ({ node, epoch }) => {
    if (current?.here.node === node && current.epoch !== epoch) change(enterAnew);
  });
  const none = new Promise<null>((resolve) => setTimeout(() => resolve(null), 3_000));
  return { joined, firstFrame: await Promise.race([first.promise, none]) };
}

async function flow(): Promise<Flow> {
  const now = (await current?.flow()) ?? new Map<ParticipantId, { frames: number; packets: number }>();
  const everybody = new Set([...earlier.keys(), ...now.keys()]);
  const all: Flow = {};
  for (const id of everybody) {
    const open = performance.now() - (lastFrame.get(id) ?? performance.now());
    all[id] = {
      frames: (earlier.get(id)?.frames ?? 0) + (now.get(id)?.frames ?? 0),
      packets: (earlier.get(id)?.packets ?? 0) + (now.get(id)?.packets ?? 0),
      gapMs: Math.max(gaps.get(id) ?? 0, open),
    };
  }
  gaps.clear();
  return all;
}

async function leave(): Promise<void> {
  if (current) {
    current.close();
    await hub.call(media.leaveRoom, current.here);
  }
  hub.close();
}

const page: CallPage = {
  start,
  restartIce: async () => current?.restartIce(),
  leave,
  reconnects: () => counts.reconnects,
  moves: () => counts.moves,
  node: () => current?.here.node ?? '',
  flow,
  speakers: () => [...speakers],
};
Object.assign(globalThis, { callPage: page });
