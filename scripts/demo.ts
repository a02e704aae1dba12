// `npm run demo`: a hub of its own in data/demo, filled with a small company on the first start.
import { parseArgs } from 'node:util';
import { loadConfig } from '#server/config/config.ts';
import { createHub } from '#server/hub.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createWorld } from '#tests/world.ts';
import { demoLogins, demoWorld } from './demo-world.ts';

const { values } = parseArgs({ options: { data: { type: 'string', default: 'data/demo' } } });
const { config } = await loadConfig({
  ...process.env,
  ENTENTE_DATA: process.env['ENTENTE_DATA'] ?? values.data,
});
const logger = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel }, process.stderr);
const hub = await createHub(config, {
  logger,
  onFatal: (error) => {
    console.error(`Entente has to stop: ${error.message}`);
    process.exit(1);
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void hub.close().then(() => process.exit(0)));

const { url } = await hub.listen();
const setupLink = await hub.setupLink();
if (setupLink) {
  console.log('Filling the sample world ...');
  const world = createWorld(url, async () => setupLink.split('/').at(-1) ?? '');
  await demoWorld(world);
  world.close();
}
console.log(`Entente is ready at ${url}`);
console.log('Sign in as one of these; in a second browser profile as another:');
for (const { name, email, password, is } of demoLogins)
  console.log(`  ${name.padEnd(8)} ${email.padEnd(22)} ${password}   ${is}`);
