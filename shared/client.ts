import { io, type Socket } from 'socket.io-client';
import type * as z from 'zod';
import type { Me } from './contract/accounts.ts';
import type { CommandDef, EventDef, InputOf, OutputOf, PayloadOf, RouteDef } from './contract/define.ts';
import { AppError, type WireError } from './contract/errors.ts';
import { hubEvents } from './contract/hub-events.ts';
import type { revoked, welcomed } from './contract/hub.ts';
import { protocolVersion } from './contract/version.ts';

export type HubClientOptions = {
  /** Address of the hub, such as `https://hub.example.org`. In a browser the page's own origin. */
  url?: string;
  /** A personal API token (`ent_…`). Without it the browser's session cookie speaks. */
  token?: string;
  /** A Cookie header to send, for programs without a cookie jar. */
  cookie?: string;
  /** More headers of the connection, from programs; a browser sends its own. */
  headers?: Record<string, string>;
};

/**
 * `refused`: the hub said no (signed out, suspended, another protocol); it does not try again by itself.
 * `reconnecting`: it tries again by itself, with a growing pause of 3 s at most.
 * `online` is told again when events may have been lost on the way to the hub: what one does after a reconnect helps.
 */
export type ConnectionState = 'idle' | 'connecting' | 'online' | 'reconnecting' | 'refused';

type Reply = { ok: true; data: unknown } | { ok: false; error: WireError };
type RequestParts<R extends RouteDef> = {
  params?: z.input<R['params']>;
  query?: z.input<R['query']>;
  body?: z.input<R['body']> | Blob;
  signal?: AbortSignal;
};

const defaultTimeoutMs = 10_000;

/** A typed connection to a hub: commands, events and REST. Everything rejects with `AppError`. */
export function createHubClient(options: HubClientOptions = {}) {
  const base = options.url?.replace(/\/$/, '') ?? '';
  const socket: Socket = io(base || undefined, {
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
    randomizationFactor: 0.5,
    timeout: 8_000,
    // One connection a client object, even where a process (a bench, a test) has several.
    forceNew: true,
    auth: { protocol: protocolVersion, ...(options.token ? { token: options.token } : {}) },
    extraHeaders: { ...options.headers, ...(options.cookie ? { cookie: options.cookie } : {}) },
  });
  let state: ConnectionState = 'idle';
  let refusal: AppError | undefined;
  let me: Me | undefined;
  const stateListeners = new Set<(state: ConnectionState) => void>();

  function become(next: ConnectionState): void {
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  function refuse(error: AppError): void {
    refusal = error;
    socket.disconnect();
    become('refused');
  }

  socket.on(hubEvents.welcomed, (payload: PayloadOf<typeof welcomed>) => {
    me = payload.me;
    become('online');
  });
  socket.on(hubEvents.resync, () => {
    if (state === 'online') become('online');
  });
  socket.on(hubEvents.revoked, ({ reason }: PayloadOf<typeof revoked>) => {
    if (reason === 'accessChanged') return;
    refuse(new AppError('unauthenticated', 'This session has ended.', { details: { reason } }));
  });
  socket.on('disconnect', (reason) => {
    if (state === 'refused' || state === 'idle') return;
    become('reconnecting');
    // socket.io does not come back by itself after the server closed the connection; a drained hub restarts.
    if (reason === 'io server disconnect') setTimeout(reopen, 300 + Math.random() * 700);
  });
  function reopen(): void {
    if (state === 'reconnecting' && !socket.connected) socket.connect();
  }
  socket.on('connect_error', (error: Error & { data?: WireError }) => {
    if (!error.data) return become(state === 'connecting' ? 'connecting' : 'reconnecting');
    const { code, message, ...details } = error.data;
    const refused = new AppError(code, message, { details });
    if (code !== 'unauthenticated' && code !== 'forbidden' && code !== 'protocolMismatch')
      setTimeout(reopen, 1_000);
    else refuse(refused);
  });

  /** Resolves when online; rejects when refused or after `timeoutMs`. */
  function whenOnline(timeoutMs: number): Promise<void> {
    if (state === 'online') return Promise.resolve();
    if (state === 'refused') return Promise.reject(refusal);
    if (state === 'idle') return Promise.reject(new AppError('unavailable', 'Not connected.'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => done(() => reject(new AppError('unavailable', 'There is no connection to the hub.'))),
        timeoutMs,
      );
      const stop = onState((next) => {
        if (next === 'online') done(resolve);
        if (next === 'refused' || next === 'idle')
          done(() => reject(refusal ?? new AppError('unavailable', 'Not connected.')));
      });
      function done(settle: () => void): void {
        clearTimeout(timer);
        stop();
        settle();
      }
    });
  }

  function onState(listener: (state: ConnectionState) => void): () => void {
    stateListeners.add(listener);
    return () => stateListeners.delete(listener);
  }

  function on<E extends EventDef>(event: E, listener: (payload: PayloadOf<E>) => void): () => void {
    socket.on(event.name, listener);
    return () => socket.off(event.name, listener);
  }

  return {
    get state() {
      return state;
    },
    get me() {
      return me;
    },
    /** Why the state is `refused`. */
    get refusal() {
      return state === 'refused' ? refusal : undefined;
    },
    onState,
    on,

    /** Opens the connection; resolves with who I am. Calling it again while connected answers at once. */
    async connect(): Promise<Me> {
      if (state === 'idle' || state === 'refused') {
        refusal = undefined;
        become('connecting');
        socket.connect();
      }
      await whenOnline(defaultTimeoutMs);
      if (!me) throw new AppError('unavailable', 'The hub did not say who I am.');
      return me;
    },

    /** Waits for a lost connection within its timeout. A call cut off in the middle rejects with `unavailable`. */
    async call<C extends CommandDef>(
      command: C,
      input: InputOf<C>,
      { timeoutMs = defaultTimeoutMs } = {},
    ): Promise<OutputOf<C>> {
      const started = Date.now();
      if (state !== 'online') await whenOnline(timeoutMs);
      const left = Math.max(1, timeoutMs - (Date.now() - started));
      return (await exchange(socket, command.name, input, left)) as OutputOf<C>;
    },

    /** The next event that passes the filter. Start listening before you act. */
    next<E extends EventDef>(
      event: E,
      filter: (payload: PayloadOf<E>) => boolean = () => true,
      timeoutMs = 5_000,
    ): Promise<PayloadOf<E>> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          stop();
          reject(new AppError('timeout', `No ${event.name} within ${timeoutMs} ms.`));
        }, timeoutMs);
        const stop = on(event, (payload) => {
          if (!filter(payload)) return;
          clearTimeout(timer);
          stop();
          resolve(payload);
        });
      });
    },

    /** Calls a REST endpoint with the same identity. */
    request: <R extends RouteDef>(route: R, parts: RequestParts<R> = {}): Promise<z.output<R['output']>> =>
      send(base, options, route, parts),

    close(): void {
      if (state !== 'refused') become('idle');
      socket.disconnect();
    },
    [Symbol.dispose](): void {
      this.close();
    },
  };
}
export type HubClient = ReturnType<typeof createHubClient>;

function exchange(socket: Socket, name: string, input: unknown, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => finish(() => reject(new AppError('timeout', `No answer to ${name} within ${timeoutMs} ms.`))),
      timeoutMs,
    );
    const cut = () =>
      finish(() => reject(new AppError('unavailable', 'The connection was lost before the answer came.')));
    socket.once('disconnect', cut);
    function finish(settle: () => void): void {
      clearTimeout(timer);
      socket.off('disconnect', cut);
      settle();
    }
    socket.emit(name, input, (reply: Reply) =>
      finish(() => (reply.ok ? resolve(reply.data) : reject(fromWire(reply.error)))),
    );
  });
}

async function send<R extends RouteDef>(
  base: string,
  options: HubClientOptions,
  route: R,
  parts: RequestParts<R>,
): Promise<z.output<R['output']>> {
  const url = base + pathOf(route, parts.params) + queryOf(parts.query);
  const headers: Record<string, string> = {};
  if (options.token) headers['authorization'] = `Bearer ${options.token}`;
  if (options.cookie) headers['cookie'] = options.cookie;
  const init: RequestInit = { method: route.method.toUpperCase(), headers, credentials: 'same-origin' };
  if (parts.body instanceof Blob) {
    headers['content-type'] = parts.body.type;
    init.body = parts.body;
  } else if (parts.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(parts.body);
  }
  if (parts.signal) init.signal = parts.signal;
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new AppError('unavailable', 'The hub could not be reached.', { cause });
  });
  const answer = (await response.json().catch(() => undefined)) as { error?: WireError } | undefined;
  if (response.ok && answer !== undefined) return answer as z.output<R['output']>;
  throw answer?.error
    ? fromWire(answer.error)
    : new AppError('unavailable', `The hub answered ${response.status}.`);
}

function pathOf(route: RouteDef, params: unknown): string {
  const values = (params ?? {}) as Record<string, string>;
  return `/api/v1${route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))}`;
}

function queryOf(query: unknown): string {
  const pairs = Object.entries((query ?? {}) as Record<string, string | number | undefined>).flatMap(
    ([key, value]) => (value === undefined ? [] : [[key, String(value)]]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

function fromWire({ code, message, ...details }: WireError): AppError {
  return new AppError(code, message, { details });
}
