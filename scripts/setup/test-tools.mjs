/** Step 4: what the tests drive besides the project's own packages. */
import { installPackages } from './apt.mjs';
import { onPath } from './paths.mjs';
import { openLog } from './run.mjs';

const packageOf = { chromium: 'chromium', 'redis-server': 'redis-server' };

const missing = () => Object.keys(packageOf).filter((command) => !onPath(command));

export const testTools = {
  name: 'test tools',
  isReady: () => missing().length === 0,
  make: () =>
    installPackages(
      'test tools',
      missing().map((command) => packageOf[command]),
      { purpose: 'for the tests', log: openLog('test-tools') },
    ),
};
