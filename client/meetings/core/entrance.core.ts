import { createStore } from 'zustand/vanilla';
import type { HubClient } from '#shared/client.ts';
import {
  knock,
  knockAnswered,
  type LobbyState,
  type MyMeeting,
  withdrawKnock,
} from '#shared/contract/meetings.ts';

export type EntranceState =
  | { kind: 'preview' }
  | { kind: 'knocking' }
  | { kind: 'waiting' }
  | { kind: 'denied' }
  | { kind: 'admitted' }
  | { kind: 'failed'; error: unknown };

type EntranceOptions = {
  hub: HubClient;
  meeting: Pick<MyMeeting, 'id'>;
  /** Called once the hub lets this person in; rejects when the room cannot be entered. */
  admitted: () => Promise<void>;
};

/** From the preview through the lobby into the room. Waiting goes on by itself over a lost connection. */
export function createEntrance({ hub, meeting, admitted }: EntranceOptions) {
  const store = createStore<EntranceState>(() => ({ kind: 'preview' }));
  const become = (state: EntranceState) => store.setState(state, true);

  /** Follows the answers to the knock. Answers the way to stop. */
  function open(): () => void {
    const stops = [
      hub.on(knockAnswered, ({ meetingId, state }) => {
        if (meetingId === meeting.id && store.getState().kind === 'waiting') void answer(state);
      }),
      hub.onState((state) => {
        // The hub forgets who waits when their connection goes.
        if (state === 'online' && store.getState().kind === 'waiting') void ask();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async function ask(): Promise<void> {
    try {
      const { state } = await hub.call(knock, { meetingId: meeting.id });
      await answer(state);
    } catch (error) {
      if (store.getState().kind !== 'waiting') become({ kind: 'failed', error });
    }
  }

  async function answer(state: LobbyState): Promise<void> {
    const { kind } = store.getState();
    if (kind !== 'knocking' && kind !== 'waiting') return;
    if (state !== 'admitted') return become({ kind: state });
    become({ kind: 'admitted' });
    try {
      await admitted();
    } catch (error) {
      become({ kind: 'failed', error });
    }
  }

  return {
    store,
    open,
    async enter(): Promise<void> {
      const { kind } = store.getState();
      if (kind === 'knocking' || kind === 'waiting' || kind === 'admitted') return;
      become({ kind: 'knocking' });
      await ask();
    },
    stopWaiting(): void {
      if (store.getState().kind !== 'waiting') return;
      become({ kind: 'preview' });
      hub.call(withdrawKnock, { meetingId: meeting.id }).catch(() => undefined);
    },
  };
}
export type Entrance = ReturnType<typeof createEntrance>;
