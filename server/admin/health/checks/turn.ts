import { createHmac } from 'node:crypto';
import type { Config } from '#server/config/config.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type Check, type Outcome, timed } from '../outcome.ts';
import { allocate, parseTurnUrl, TurnRefusal } from '../turn-client.ts';

type Turn = NonNullable<Config['turn']>;
type Tried = { url: string; ms: number } | { url: string; error: unknown };

const limitMs = 4_000;
const slowMs = 1_000;
const validSeconds = 120;

/** Asks every configured server for a relay with the shared secret, as browsers do, and gives it back. */
export const checkTurn =
  (turn: Config['turn'], clock: Clock): Check<'turn'> =>
  async () => {
    if (!turn || turn.urls.length === 0) return { status: 'off', reason: 'none', facts: {} };
    return judgeTurn(await Promise.all(turn.urls.map((url) => tryServer(url, turn, clock.now()))));
  };

/** One that works is enough for people to talk; the others still need somebody to look. */
function judgeTurn(tried: readonly Tried[]): Outcome<'turn'> {
  const works = tried.flatMap((each) => ('ms' in each ? [each.ms] : []));
  const broken = tried.find((each) => 'error' in each);
  if (broken) {
    const { url, error } = broken;
    const reason = error instanceof TurnRefusal ? 'refused' : 'noAnswer';
    const facts = { server: url, error: error instanceof Error ? error.message : String(error) };
    return { status: works.length > 0 ? 'warning' : 'failed', reason, facts };
  }
  const ms = Math.max(...works);
  if (ms > slowMs) return { status: 'warning', reason: 'slow', facts: { ms } };
  return { status: 'ok', reason: 'fine', facts: { servers: works.length, ms } };
}

async function tryServer(url: string, { secret }: Turn, now: Date): Promise<Tried> {
  const server = parseTurnUrl(url);
  if (!server) return { url, error: new Error('not an address of a TURN server') };
  // coturn's `use-auth-secret`, as in the credentials that browsers get.
  const username = `${Math.floor(now.getTime() / 1000) + validSeconds}:health`;
  const password = createHmac('sha1', secret).update(username).digest('base64');
  try {
    const signal = AbortSignal.timeout(limitMs);
    return { url, ms: await timed(() => allocate(server, { username, password }, signal)) };
  } catch (error) {
    return { url, error };
  }
}
