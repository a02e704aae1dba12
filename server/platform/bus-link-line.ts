import { setTimeout as sleep } from 'node:timers/promises';
import type { AppError } from '#shared/contract/errors.ts';
import { createDialler, type DialOptions, type Failure, isFinal, type Line } from './bus-link-dial.ts';
import type { Peer } from './bus-link-peer.ts';

export type LineEvent =
  | { type: 'linked'; url: string }
  | { type: 'lost'; url: string; why: string }
  | { type: 'failed'; url: string; error: unknown }
  /** The hub will never take this node: nothing is tried any more. */
  | { type: 'refused'; url: string; error: AppError };

export type LineOptions = DialOptions & {
  /** Addresses of hubs. */
  urls: readonly string[];
  /** The hub has let this node in. */
  onUp(peer: Peer): Promise<void>;
  onEvent(event: LineEvent): void;
};

const firstDelayMs = 200;
const maxDelayMs = 3_000;
/** A link that lasted as long was a good one: the next attempt comes soon again. */
const goodMs = 5_000;
/** What a hub loses for a shorter time is not worth another link. */
const contentWithinMs = 3_000;

/** Keeps one node linked to one of its hubs: dials, proves who it is, and dials again until it is closed. */
export function keepLine(options: LineOptions) {
  const { urls, onEvent } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const pause = (ms: number) => sleep(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
  const dialler = createDialler(options);
  let current: Line | undefined;
  let isContent = true;
  let found: Line | undefined;
  let roaming: Promise<void> | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const outcomes = await linkOnce();
      if (signal.aborted) return;
      for (const outcome of outcomes) onEvent(outcome);
      if (outcomes.some(({ type }) => type === 'refused')) return;
      const wasGood = performance.now() - startedAt > goodMs && outcomes.every(({ type }) => type === 'lost');
      failures = wasGood ? 0 : failures + 1;
      if (!found) await pause(Math.min(maxDelayMs, firstDelayMs * 2 ** Math.max(0, failures - 1)));
    }
  }

  /** Resolves when the link, or the attempt, has ended. */
  async function linkOnce(): Promise<LineEvent[]> {
    const line = takeFound() ?? (await dialler.toNearest(urls));
    if (Array.isArray(line)) return line.map(eventOf);
    isContent = true;
    current = line;
    try {
      line.begin();
      await options.onUp(line.peer);
      onEvent({ type: 'linked', url: line.url });
      const why = await line.ended;
      const refusal = line.refusal();
      return [
        refusal ? { type: 'refused', url: line.url, error: refusal } : { type: 'lost', url: line.url, why },
      ];
    } catch (error) {
      return [
        isFinal(error)
          ? { type: 'refused', url: line.url, error }
          : { type: 'lost', url: line.url, why: String(error) },
      ];
    } finally {
      current = undefined;
      line.peer.end('the link has ended');
    }
  }

  function takeFound(): Line | undefined {
    const line = found;
    found = undefined;
    return line?.peer.isClosed() ? undefined : line;
  }

  /** Tries the other hubs while the link stands, until one takes this node or this hub is of use again. */
  async function roam(line: Line): Promise<void> {
    const others = urls.filter((url) => url !== line.url);
    const isWanted = () => !isContent && current === line && !signal.aborted;
    await sleep(contentWithinMs, undefined, { signal }).catch(() => {});
    for (let turn = 0; isWanted(); turn += 1) {
      const outcome = await dialler.toNearest(others);
      if (!Array.isArray(outcome)) {
        if (current === line) change(line, outcome);
        else outcome.peer.end('the link is another one by now');
        return;
      }
      await pause(Math.min(maxDelayMs, firstDelayMs * 2 ** turn));
    }
  }

  function change(from: Line, to: Line): void {
    found = to;
    from.peer.close('another hub reaches more');
  }

  /** Whether the hub at the other end is of use: while it reaches nobody else, one that does is looked for. */
  function setContent(yes: boolean): void {
    isContent = yes;
    if (yes || !current || found || urls.length < 2 || signal.aborted) return;
    roaming ??= roam(current).finally(() => {
      roaming = undefined;
      // The link may have become another one meanwhile.
      if (!isContent) setContent(false);
    });
  }

  const running = run();
  return {
    setContent,
    async close(): Promise<void> {
      closing.abort();
      dialler.closeAll('this node closes');
      await Promise.all([running, roaming]);
    },
  };
}

const eventOf = ({ url, error }: Failure): LineEvent =>
  isFinal(error) ? { type: 'refused', url, error } : { type: 'failed', url, error };
