import { ConfigError, readSettings, type Settings, withSecrets } from './config/config.ts';
import { createHub } from './hub.ts';
import { createMediaProcess } from './media-process.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { version } from './version.ts';

/** Longer than any drain should take; then the process ends with an error instead of hanging for ever. */
const closeLimitMs = 25_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

type Running = { close(): Promise<void> };
type Life = { logger: Logger; onFatal(error: Error): void; signal: AbortSignal };

async function main(): Promise<void> {
  const { settings, warnings } = readSettings();
  for (const warning of warnings) say(`Note: ${warning}`);
  const logger = createLogger({ level: settings.logLevel }, process.stderr);
  const stopping = new AbortController();
  let ending = false;

  /** A signal may come while the process is still starting: it is then closed as soon as it has started. */
  async function end(why: string, code: number): Promise<void> {
    if (ending) return;
    ending = true;
    stopping.abort();
    say(code === 0 ? `Entente stops: ${why}.` : `Entente has to stop: ${why}`);
    setTimeout(() => {
      say('Entente could not stop in an orderly way and ends now.');
      process.exit(1);
    }, closeLimitMs).unref();
    const running = await starting.catch(() => undefined);
    await running?.close().catch((error: unknown) => logger.error({ err: error }, 'the drain failed'));
    process.exit(code);
  }

  const start = settings.roles.includes('hub') ? startHub : startMedia;
  const starting: Promise<Running> = start(settings, {
    logger,
    onFatal: (error) => void end(error.message, 1),
    signal: stopping.signal,
  });
  process.once('SIGTERM', () => void end('asked to stop', 0));
  process.once('SIGINT', () => void end('asked to stop', 0));
  await starting.catch((error: unknown) => {
    if (!ending) throw error;
  });
}

async function startHub(settings: Settings, life: Life): Promise<Running> {
  const hub = await createHub(await withSecrets(settings), life);
  if (life.signal.aborted) return hub;
  const { url } = await hub.listen().catch(async (error: unknown) => {
    await hub.close();
    throw error;
  });
  say(`Entente ${version} is ready at ${url}`);
  void hub.prepare();
  if (settings.tls.mode === 'off' && !settings.publicUrl && new URL(url).hostname === 'localhost')
    say(
      'Other devices need https for camera and microphone: start with ENTENTE_TLS=self-signed, or see docs/configuration.md.',
    );
  const setupLink = await hub.setupLink();
  if (setupLink)
    say(`Nobody lives here yet. Create the first administrator (the link works once): ${setupLink}`);
  return hub;
}

const startMedia = (settings: Settings, life: Life): Promise<Running> =>
  createMediaProcess(settings, { ...life, say });

main().catch((error: unknown) => {
  if (error instanceof ConfigError)
    say(['Entente cannot start:', ...error.problems.map((problem) => `- ${problem}`)].join('\n'));
  else say(`Entente cannot start: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env['ENTENTE_LOG_LEVEL'] === 'debug')
    process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
