import { createStore } from 'zustand/vanilla';
import { type CaptureProblem, capture, captureBoth, problemOf } from './capture.ts';
import {
  type Choices,
  type DeviceInfo,
  type DeviceKind,
  type DeviceLists,
  findChosen,
  listDevices,
  readChoices,
  writeChoices,
} from './device-choices.ts';

export type CaptureKind = 'microphone' | 'camera';
export type Capture =
  | { kind: 'off' }
  | { kind: 'asking' }
  | { kind: 'on'; track: MediaStreamTrack }
  | { kind: 'problem'; problem: CaptureProblem };
export type NewDevice = { kind: DeviceKind; device: DeviceInfo };
export type DevicesState = {
  lists: DeviceLists;
  choices: Choices;
  microphone: Capture;
  camera: Capture;
  /** What was plugged in while the page is open and is not in use, for an offer. */
  appeared: NewDevice | undefined;
};

/** Whether the person wants to be heard or seen; the capture may still be missing. */
export const isWanted = ({ choices }: DevicesState, kind: CaptureKind): boolean =>
  kind === 'microphone' ? choices.microphoneOn : choices.cameraOn;

/**
 * Microphone, camera and speaker of this tab, shared by the page before the call and the call itself, so that nothing is
 * captured twice. A microphone that is off stays captured (turning it on is instant and talking while muted can be noticed);
 * a camera that is off is released, so that its light goes out.
 */
export function createDevices({ storage }: { storage: Storage }) {
  const store = createStore<DevicesState>(() => ({
    lists: { microphone: [], camera: [], speaker: [] },
    choices: readChoices(storage),
    microphone: { kind: 'off' },
    camera: { kind: 'off' },
    appeared: undefined,
  }));
  const turns = { microphone: 0, camera: 0 };
  let users = 0;

  function choose(changes: Partial<Choices>): void {
    const choices = { ...store.getState().choices, ...changes };
    store.setState({ choices });
    writeChoices(storage, choices);
  }

  const put = (kind: CaptureKind, value: Capture) => store.setState({ [kind]: value });

  async function refresh(): Promise<void> {
    if (!navigator.mediaDevices) return;
    const lists = listDevices(await navigator.mediaDevices.enumerateDevices().catch(() => []));
    store.setState({ lists });
  }

  function release(kind: CaptureKind): void {
    turns[kind] += 1;
    const now = store.getState()[kind];
    if (now.kind === 'on') {
      now.track.onended = null;
      now.track.stop();
    }
    put(kind, { kind: 'off' });
  }

  /** The chosen device if it is there. Before permission the list is empty: the remembered id is tried all the same. */
  function optionsFor(kind: CaptureKind): { deviceId: string | undefined; clean: boolean } {
    const { choices, lists } = store.getState();
    const chosen = lists[kind].length === 0 ? choices[kind] : findChosen(lists[kind], choices[kind]);
    return { deviceId: chosen?.id, clean: choices.clean };
  }

  /** The newest request for a kind wins; the captures of older ones are let go. */
  function begin(kind: CaptureKind): number {
    turns[kind] += 1;
    if (store.getState()[kind].kind !== 'on') put(kind, { kind: 'asking' });
    return turns[kind];
  }

  function adopt(kind: CaptureKind, turn: number, track: MediaStreamTrack): void {
    if (turn !== turns[kind] || users === 0) {
      track.stop();
      return;
    }
    const before = store.getState()[kind];
    if (kind === 'camera') track.contentHint = 'motion';
    track.onended = () => lost(kind, track);
    put(kind, { kind: 'on', track });
    if (before.kind === 'on') stop(before.track);
  }

  async function take(kind: CaptureKind): Promise<void> {
    const turn = begin(kind);
    try {
      adopt(kind, turn, await capture(kind, optionsFor(kind)));
    } catch (error) {
      if (turn === turns[kind]) put(kind, { kind: 'problem', problem: problemOf(error) });
    }
    await refresh();
  }

  async function takeBoth(): Promise<void> {
    const turn = { microphone: begin('microphone'), camera: begin('camera') };
    const both = await captureBoth(optionsFor('microphone'), optionsFor('camera'));
    if (both) {
      for (const kind of ['microphone', 'camera'] as const) adopt(kind, turn[kind], both[kind]);
      await refresh();
    } else {
      const current = (['microphone', 'camera'] as const).filter((kind) => turn[kind] === turns[kind]);
      await Promise.all(current.map((kind) => take(kind)));
    }
  }

  function stop(track: MediaStreamTrack): void {
    track.onended = null;
    track.stop();
  }

  /** The device was unplugged or taken away: try another one once. */
  function lost(kind: CaptureKind, track: MediaStreamTrack): void {
    const now = store.getState()[kind];
    if (now.kind !== 'on' || now.track !== track) return;
    put(kind, { kind: 'asking' });
    void refresh().then(() => take(kind));
  }

  async function plugged(): Promise<void> {
    const before = store.getState().lists;
    await refresh();
    const { lists, choices } = store.getState();
    const appeared = newDevice(before, lists);
    store.setState({ appeared });
    for (const kind of ['microphone', 'camera'] as const) {
      const now = store.getState()[kind];
      const returned =
        appeared !== undefined && findChosen(lists[kind], choices[kind])?.id === appeared.device.id;
      const retry = now.kind === 'problem' && now.problem === 'missing' && lists[kind].length > 0;
      if (!isWanted(store.getState(), kind) || !(retry || (returned && now.kind === 'on'))) continue;
      if (appeared?.kind === kind) store.setState({ appeared: undefined });
      void take(kind);
    }
  }

  function watch(): void {
    navigator.mediaDevices?.addEventListener('devicechange', plugged);
  }
  function unwatch(): void {
    navigator.mediaDevices?.removeEventListener('devicechange', plugged);
  }

  return {
    store,

    /** Captures what is wanted. Every `open` has its `close`; the last one lets go of everything. */
    async open(): Promise<void> {
      users += 1;
      if (users > 1) return;
      watch();
      await refresh();
      if (users === 0) return;
      const { microphoneOn, cameraOn } = store.getState().choices;
      if (microphoneOn && cameraOn) await takeBoth();
      else if (microphoneOn) await take('microphone');
      else if (cameraOn) await take('camera');
    },

    close(): void {
      users = Math.max(0, users - 1);
      if (users > 0) return;
      unwatch();
      release('microphone');
      release('camera');
    },

    /** Says whether one wants to be heard or seen; captures or releases as needed. */
    async setWanted(kind: CaptureKind, on: boolean): Promise<void> {
      choose(kind === 'microphone' ? { microphoneOn: on } : { cameraOn: on });
      const now = store.getState()[kind];
      if (on && now.kind !== 'on') await take(kind);
      if (!on && kind === 'camera') release('camera');
      if (!on && now.kind === 'asking') release(kind);
    },

    async choose(kind: DeviceKind, device: DeviceInfo): Promise<void> {
      store.setState({ appeared: undefined });
      choose({ [kind]: device });
      if (kind !== 'speaker' && store.getState()[kind].kind !== 'off') await take(kind);
    },

    async setClean(clean: boolean): Promise<void> {
      choose({ clean });
      if (store.getState().microphone.kind === 'on') await take('microphone');
    },

    setMirror: (mirror: boolean): void => choose({ mirror }),
    retry: (kind: CaptureKind): Promise<void> => take(kind),
    dismissAppeared: (): void => store.setState({ appeared: undefined }),
  };
}
export type Devices = ReturnType<typeof createDevices>;

function newDevice(before: DeviceLists, after: DeviceLists): NewDevice | undefined {
  for (const kind of ['microphone', 'camera', 'speaker'] as const) {
    // The first list of all has no names: everything in it would look new.
    if (before[kind].length === 0 || before[kind].every(({ label }) => label === '')) continue;
    const known = new Set(before[kind].map(({ id }) => id));
    const found = after[kind].find(({ id, label }) => id !== 'default' && label !== '' && !known.has(id));
    if (found) return { kind, device: found };
  }
  return undefined;
}
