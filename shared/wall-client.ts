import { io, type Socket } from 'socket.io-client';
import type { EventDef, PayloadOf } from './contract/define.ts';
import { AppError, type WireError } from './contract/errors.ts';
import { protocolVersion } from './contract/version.ts';

/** `refused`: the secret opens nothing, or the hub speaks another protocol. It does not try again by itself. */
export type WallState = 'connecting' | 'online' | 'refused';

/** A screen's connection: it hears what its wall shows, and can say nothing. Comes back by itself for as long as it takes. */
export function createWallClient({ url, secret }: { url?: string; secret: string }) {
  const socket: Socket = io(`${url ?? ''}/wall`, {
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5_000,
    forceNew: true,
    auth: { protocol: protocolVersion, secret },
  });
  const listeners = new Set<(state: WallState) => void>();
  let state: WallState = 'connecting';
  let refusal: AppError | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function become(next: WallState): void {
    state = next;
    for (const listener of listeners) listener(next);
  }

  /** socket.io does not come back by itself once the server said no or closed the connection. */
  function again(): void {
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), 1_000 + Math.random() * 2_000);
  }

  socket.on('connect', () => become('online'));
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return;
    become('connecting');
    if (reason === 'io server disconnect') again();
  });
  socket.on('connect_error', (error: Error & { data?: WireError }) => {
    if (!error.data) return;
    const { code, message, ...details } = error.data;
    if (code !== 'unauthenticated' && code !== 'protocolMismatch') return again();
    refusal = new AppError(code, message, { details });
    become('refused');
  });

  function on<E extends EventDef>(event: E, listener: (payload: PayloadOf<E>) => void): () => void {
    socket.on(event.name, listener);
    return () => void socket.off(event.name, listener);
  }

  return {
    get state() {
      return state;
    },
    /** Why the state is `refused`. */
    get refusal() {
      return refusal;
    },
    on,
    onState(listener: (state: WallState) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** The next event. Start listening before what causes it. */
    next<E extends EventDef>(event: E, timeoutMs = 5_000): Promise<PayloadOf<E>> {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          stop();
          reject(new AppError('timeout', `No ${event.name} within ${timeoutMs} ms.`));
        }, timeoutMs);
        const stop = on(event, (payload) => {
          clearTimeout(late);
          stop();
          resolve(payload);
        });
      });
    },
    connect: () => void socket.connect(),
    /** Asks for everything anew. */
    refresh(): void {
      socket.disconnect();
      socket.connect();
    },
    close(): void {
      clearTimeout(timer);
      listeners.clear();
      socket.disconnect();
    },
    [Symbol.dispose](): void {
      this.close();
    },
  };
}
export type WallClient = ReturnType<typeof createWallClient>;
