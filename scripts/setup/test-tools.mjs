/** Step 4: what the tests drive besides the project's own packages. */
import { installPackages } from './apt.mjs';
import { onPath } from './paths.mjs';
import { openLog } from './run.mjs';

const packageOf = { chromium: 'chromium', 'redis-server': 'redis-server' };
/** For the tests that only root can run: hosts in network namespaces, a load balancer, clocks that are wrong. */
const packageOfField = {
  ip: 'iproute2',
  haproxy: 'haproxy',
  python3: 'python3-minimal',
  faketime: 'faketime',
};

const wanted = () => (process.getuid?.() === 0 ? { ...packageOf, ...packageOfField } : packageOf);
const missing = () => Object.keys(wanted()).filter((command) => !onPath(command));

export const testTools = {
  name: 'test tools',
  isReady: () => missing().length === 0,
  make: () =>
    installPackages(
      'test tools',
      missing().map((command) => wanted()[command]),
      { purpose: 'for the tests', log: openLog('test-tools') },
    ),
};
