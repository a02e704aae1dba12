import { createStore } from 'zustand/vanilla';
import type { HubClient } from '#shared/client.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  leaveWall,
  type WallBoard,
  wallChanged,
  wallJudged,
  type WallSettings,
  wallShown,
  watchWall,
} from '#shared/contract/wall.ts';
import { type Boards, merge } from '#shared/wall-boards.ts';
import type { WallClient } from '#shared/wall-client.ts';

export type WallState = {
  /** undefined until the first answer. */
  boards: Boards | undefined;
  /** Of a screen: what its wall decided. */
  settings: WallSettings | undefined;
  /** Why there is nothing to show, or why what is shown may be old. */
  error: unknown;
  isLive: boolean;
};
/** What the figures come over: ends with the answered function. */
type Source = {
  start(store: WallStore): () => void;
  refresh(store: WallStore): void;
};

const start: WallState = { boards: undefined, settings: undefined, error: null, isLive: false };
const makeStore = () => createStore<WallState>(() => start);
type WallStore = ReturnType<typeof makeStore>;

const boardsOf = (boards: readonly WallBoard[]): Boards =>
  new Map(boards.map((board) => [board.queueId, board]));
const hearChanges = (store: WallStore, on: HubClient['on']) =>
  on(wallChanged, (patch) =>
    store.setState(({ boards }) => (boards ? { boards: merge(boards, patch) } : {})),
  );

/** The live figures: watched while somebody looks, patched by events, asked for anew after a lost connection. */
function createFigures({ start: open, refresh }: Source) {
  const store = makeStore();
  let watchers = 0;
  let stop = () => {};
  return {
    store,
    refresh: () => refresh(store),
    watch(): () => void {
      watchers += 1;
      if (watchers === 1) stop = open(store);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        watchers -= 1;
        if (watchers === 0) stop();
      };
    },
  };
}
export type LiveFigures = ReturnType<typeof createFigures>;

/** Of an employee: all queues they read. */
export function createDeskFigures(hub: Pick<HubClient, 'call' | 'on' | 'onState' | 'state'>): LiveFigures {
  async function ask(store: WallStore): Promise<void> {
    try {
      const { boards } = await hub.call(watchWall, {});
      store.setState({ boards: boardsOf(boards), error: null, isLive: true });
    } catch (error) {
      store.setState({ error });
    }
  }
  return createFigures({
    refresh: (store) => void ask(store),
    start(store) {
      const stops = [
        hearChanges(store, hub.on),
        hub.on(wallJudged, ({ boards }) => store.setState({ boards: boardsOf(boards) })),
        // The hub forgets who watched with the connection.
        hub.onState((state) => {
          store.setState({ isLive: false });
          if (state === 'online') void ask(store);
        }),
      ];
      void ask(store);
      return () => {
        for (const stop of stops) stop();
        if (hub.state === 'online') hub.call(leaveWall, {}).catch(() => undefined);
      };
    },
  });
}

/** Of a screen: what its wall shows. */
export function createScreenFigures(open: () => WallClient): LiveFigures {
  let client: WallClient | undefined;
  return createFigures({
    refresh: () => client?.refresh(),
    start(store) {
      const opened = open();
      client = opened;
      hearChanges(store, opened.on);
      opened.on(wallShown, ({ wall, boards }) =>
        store.setState({ boards: boardsOf(boards), settings: wall, error: null, isLive: true }),
      );
      opened.onState((state) => {
        if (state === 'connecting') store.setState({ isLive: false });
        if (state === 'refused') store.setState({ ...start, error: opened.refusal });
      });
      opened.connect();
      return () => opened.close();
    },
  });
}

/** The hub was updated under this page: only loading it anew helps. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'protocolMismatch';
