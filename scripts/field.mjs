// The field tests: clusters whose hosts are network namespaces. All of it lives in a network and a mount namespace of its
// own, so nothing is left on the machine however it ends.
import { spawnSync } from 'node:child_process';

/** Why they cannot run here, if so. */
export function fieldMissing() {
  if (process.getuid?.() !== 0) return 'only root can make network namespaces';
  const probe = spawnSync('unshare', ['--net', '--mount', 'ip', 'link', 'set', 'lo', 'up'], {
    stdio: 'ignore',
  });
  return probe.status === 0 ? undefined : 'this machine lets nobody make network namespaces';
}

const prepare = 'mkdir -p /run/netns && mount -t tmpfs none /run/netns && exec "$@"';

/** A command line that runs `argv` in namespaces of its own. */
export const inField = (argv) =>
  'unshare --net --mount --propagation private env ENTENTE_FIELD=1 sh -c'
    .split(' ')
    .concat([prepare, 'sh'], argv);

if (import.meta.filename === process.argv[1]) {
  const missing = fieldMissing();
  if (missing) console.log(`The field tests are skipped: ${missing}.`);
  else {
    const [command, ...argv] = inField(['vitest', 'run', '--project', 'field', ...process.argv.slice(2)]);
    process.exitCode = spawnSync(command, argv, { stdio: 'inherit' }).status ?? 1;
  }
}
