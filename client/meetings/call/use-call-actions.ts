import type { RefObject } from 'react';
import { showKeys } from '../../app/switcher.ts';
import { toastError } from '../../app/toast.ts';
import { isWanted } from '../core/devices.core.ts';
import type { CallAction } from '../core/shortcuts.ts';
import { devices } from '../devices.ts';
import { useCall } from './use-call.ts';

export type CallActions = Readonly<Record<CallAction, () => void>> & {
  talk: (on: boolean) => void;
  leave: () => void;
};
type Options = {
  root: RefObject<HTMLElement | null>;
  toggleLayout: () => void;
  toggle: (panel: 'people' | 'chat') => void;
};

/** What the bar's buttons and the keys do. */
export function useCallActions({ root, toggleLayout, toggle }: Options): CallActions {
  const call = useCall();
  const flip = (kind: 'microphone' | 'camera') => {
    const state = devices.store.getState();
    const on = isWanted(state, kind);
    // Something is wrong with it: a click means "try again".
    if (on && state[kind].kind === 'problem') void devices.retry(kind);
    else void devices.setWanted(kind, !on);
  };
  return {
    microphone: () => flip('microphone'),
    camera: () => flip('camera'),
    talk: (on) => void devices.setWanted('microphone', on),
    share: () => {
      const [first] = call.store.getState().screens;
      if (first) call.stopScreen(first.id);
      else call.shareScreen().catch(toastError);
    },
    hand: () => {
      const { room } = call.store.getState();
      const raised = room?.participants.find(({ id }) => id === call.participantId)?.handRaisedAt ?? null;
      call.raiseHand(raised === null).catch(toastError);
    },
    layout: toggleLayout,
    people: () => toggle('people'),
    chat: () => toggle('chat'),
    fullScreen: () => {
      if (document.fullscreenElement) void document.exitFullscreen();
      else root.current?.requestFullscreen().catch(() => undefined);
    },
    help: showKeys,
    leave: () => call.leave(),
  };
}
