import { ConfigError, loadConfig } from './config/config.ts';
import { createHub, type Hub } from './hub.ts';
import { createLogger } from './platform/logger.ts';
import { version } from './version.ts';

/** Longer than any drain should take; then the process ends with an error instead of hanging for ever. */
const closeLimitMs = 25_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { config, warnings } = await loadConfig();
  for (const warning of warnings) say(`Note: ${warning}`);
  const logger = createLogger({ level: config.logLevel }, process.stderr);
  let ending = false;

  /** A signal may come while the hub is still starting: it is then closed as soon as it has started. */
  async function end(why: string, code: number): Promise<void> {
    if (ending) return;
    ending = true;
    say(code === 0 ? `Entente stops: ${why}.` : `Entente has to stop: ${why}`);
    setTimeout(() => {
      say('Entente could not stop in an orderly way and ends now.');
      process.exit(1);
    }, closeLimitMs).unref();
    const hub = await starting.catch(() => undefined);
    await hub?.close().catch((error: unknown) => logger.error({ err: error }, 'the drain failed'));
    process.exit(code);
  }

  const starting: Promise<Hub> = createHub(config, {
    logger,
    onFatal: (error) => void end(error.message, 1),
  });
  process.once('SIGTERM', () => void end('asked to stop', 0));
  process.once('SIGINT', () => void end('asked to stop', 0));
  const hub = await starting;
  if (ending) return;
  const { url } = await hub.listen().catch(async (error: unknown) => {
    await hub.close();
    throw error;
  });
  say(`Entente ${version} is ready at ${url}`);
  if (config.tls.mode === 'off' && !config.publicUrl && new URL(url).hostname === 'localhost')
    say(
      'Other devices need https for camera and microphone: start with ENTENTE_TLS=self-signed, or see docs/configuration.md.',
    );
  const setupLink = await hub.setupLink();
  if (setupLink)
    say(`Nobody lives here yet. Create the first administrator (the link works once): ${setupLink}`);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError)
    say(['Entente cannot start:', ...error.problems.map((problem) => `- ${problem}`)].join('\n'));
  else say(`Entente cannot start: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env['ENTENTE_LOG_LEVEL'] === 'debug')
    process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
