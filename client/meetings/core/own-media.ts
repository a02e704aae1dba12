import type { StoreApi } from 'zustand/vanilla';
import { captureScreen } from './capture.ts';
import type { Devices, DevicesState } from './devices.core.ts';
import { newUuid } from '../../app/uuid.ts';
import { createLevelMeter, type LevelMeter } from './level-meter.ts';
import type { Outgoing, Sending } from './sending.ts';

export type OwnScreen = { id: string; video: MediaStreamTrack; audio: MediaStreamTrack | undefined };
type OwnMediaState = { screens: readonly OwnScreen[]; talkingWhileMuted: boolean };
type OwnMediaOptions = { devices: Devices; store: StoreApi<OwnMediaState> };

/** The hub takes two screens of one participant. */
export const maxScreens = 2;
const listenEveryMs = 150;
const talkLevel = 0.55;
const talkTimes = 4;
const hintForMs = 5_000;

/** What this person sends, independent of any session: a session that replaces another gets all of it again. */
export function createOwnMedia({ devices, store }: OwnMediaOptions) {
  let sendings: readonly Sending[] = [];
  let meter: { track: MediaStreamTrack; meter: LevelMeter } | undefined;
  let loud = 0;
  let hint: ReturnType<typeof setTimeout> | undefined;
  const stopDevices = devices.store.subscribe(tell);
  const listening = setInterval(listen, listenEveryMs);

  function wanted(): Map<string, Outgoing> {
    const state = devices.store.getState();
    const all = new Map<string, Outgoing>([
      ['microphone', outgoing(state, 'microphone', state.choices.microphoneOn)],
      ['camera', outgoing(state, 'camera', state.choices.cameraOn)],
    ]);
    for (const { id, video, audio } of store.getState().screens) {
      all.set(`screen:${id}`, { source: 'screen', track: video, paused: false });
      if (audio) all.set(`screenAudio:${id}`, { source: 'screenAudio', track: audio, paused: false });
    }
    return all;
  }

  function tell(): void {
    const all = wanted();
    for (const sending of sendings) for (const [key, outgoing] of all) sending.want(key, outgoing);
    const { microphone, choices } = devices.store.getState();
    const track = microphone.kind === 'on' && !choices.microphoneOn ? microphone.track : undefined;
    if (meter?.track !== track) {
      meter?.meter.close();
      meter = track && { track, meter: createLevelMeter(track) };
      loud = 0;
      if (!track) store.setState({ talkingWhileMuted: false });
    }
  }

  /** Somebody who talks into a muted microphone wants to know. */
  function listen(): void {
    if (!meter) return;
    loud = meter.meter.read() > talkLevel ? loud + 1 : Math.max(0, loud - 1);
    if (loud < talkTimes) return;
    loud = 0;
    store.setState({ talkingWhileMuted: true });
    clearTimeout(hint);
    hint = setTimeout(() => store.setState({ talkingWhileMuted: false }), hintForMs);
  }

  function stopScreen(id: string): void {
    const screen = store.getState().screens.find((one) => one.id === id);
    if (!screen) return;
    screen.video.stop();
    screen.audio?.stop();
    store.setState({ screens: store.getState().screens.filter((one) => one.id !== id) });
    for (const sending of sendings) {
      sending.want(`screen:${id}`, undefined);
      sending.want(`screenAudio:${id}`, undefined);
    }
  }

  return {
    /** The sessions that send from now on: one, two while this tab moves to another node. */
    attach(next: readonly Sending[]): void {
      sendings = next;
      tell();
    },
    /** Asks the browser for a screen; answers whether one is shared now. */
    async shareScreen(): Promise<boolean> {
      if (store.getState().screens.length >= maxScreens) return false;
      const captured = await captureScreen();
      if (!captured) return false;
      const id = newUuid();
      captured.video.onended = () => stopScreen(id);
      const screen: OwnScreen = { id, video: captured.video, audio: captured.audio };
      store.setState({ screens: [...store.getState().screens, screen] });
      tell();
      return true;
    },
    stopScreen,
    /** The hub does not take it: a screen that nobody sees must not look shared. */
    refused(key: string): void {
      const [kind, id] = key.split(':');
      if (kind === 'screen' && id !== undefined) stopScreen(id);
    },
    close(): void {
      stopDevices();
      clearInterval(listening);
      clearTimeout(hint);
      meter?.meter.close();
      meter = undefined;
      for (const { id } of store.getState().screens) stopScreen(id);
    },
  };
}
export type OwnMedia = ReturnType<typeof createOwnMedia>;

function outgoing(state: DevicesState, kind: 'microphone' | 'camera', on: boolean): Outgoing {
  const captured = state[kind];
  return { source: kind, track: captured.kind === 'on' ? captured.track : undefined, paused: !on };
}
