// The Janus API over WebSocket (https://janus.conf.meetecho.com/docs/rest.html), for Node and for the browser.

export type Jsep = { type: 'offer' | 'answer'; sdp: string };
export type JanusEvent = {
  janus: string;
  sender?: number;
  transaction?: string;
  plugindata?: { data: Record<string, unknown> };
  jsep?: Jsep;
  data?: { id: number };
  error?: unknown;
};

export async function openSession(url: string) {
  const socket = new WebSocket(url, 'janus-protocol');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('Janus does not answer')));
  });
  const waiting = new Map<string, (event: JanusEvent) => void>();
  const listeners = new Set<(event: JanusEvent) => void>();
  let counter = 0;
  let session: number | undefined;

  socket.addEventListener('message', ({ data }) => {
    const event: JanusEvent = JSON.parse(String(data));
    for (const listener of listeners) listener(event);
    // An `ack` only says that the plugin will answer later under the same transaction.
    if (!event.transaction || event.janus === 'ack') return;
    waiting.get(event.transaction)?.(event);
    waiting.delete(event.transaction);
  });

  function ask(message: Record<string, unknown>): Promise<JanusEvent> {
    const transaction = String((counter += 1));
    const asked = { ...message, transaction, ...(session === undefined ? {} : { session_id: session }) };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Janus: no answer to ${JSON.stringify(asked)}`)),
        10_000,
      );
      waiting.set(transaction, (event) => {
        clearTimeout(timer);
        const failure = event.error ?? event.plugindata?.data['error'];
        if (failure) reject(new Error(`Janus: ${JSON.stringify(failure)}`));
        else resolve(event);
      });
      socket.send(JSON.stringify(asked));
    });
  }

  session = (await ask({ janus: 'create' })).data?.id;
  const keepAlive = setInterval(() => void ask({ janus: 'keepalive' }).catch(() => {}), 25_000);

  return {
    onEvent: (listener: (event: JanusEvent) => void) => void listeners.add(listener),
    /** A handle on the VideoRoom plugin: one for publishing, one for each subscription. */
    async attach() {
      const { data } = await ask({ janus: 'attach', plugin: 'janus.plugin.videoroom' });
      return {
        id: data?.id ?? 0,
        request: (body: Record<string, unknown>, jsep?: Jsep) =>
          ask({ janus: 'message', handle_id: data?.id, body, ...(jsep ? { jsep } : {}) }),
        trickle: (candidate: unknown) => ask({ janus: 'trickle', handle_id: data?.id, candidate }),
      };
    },
    close(): void {
      clearInterval(keepAlive);
      socket.close();
    },
  };
}
export type JanusSession = Awaited<ReturnType<typeof openSession>>;
