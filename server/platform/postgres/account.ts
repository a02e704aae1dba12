import { readFileSync } from 'node:fs';
import { type Identity, works } from './command.ts';

/** Under which user PostgreSQL runs, and the command words that come before its own. */
export type Account = { uid: number; gid: number; wrap: readonly string[]; identity: Identity };

const nobody = '65534';

/** PostgreSQL stops cleanly by itself when the hub dies, even by SIGKILL: the kernel sends it SIGINT. */
const diesWithHub = ['setpriv', '--pdeathsig', 'INT'];

/**
 * PostgreSQL refuses to run as root. As root: the system account `name`, made when missing; where accounts cannot be
 * made, a user namespace that shows uid 0 as 65534. As anybody else: that user.
 */
export function chooseAccount(name: string): Account {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const setpriv = works('setpriv', '--pdeathsig', 'INT', 'true');
  if (uid !== 0) return { uid, gid, wrap: setpriv ? [...diesWithHub, '--'] : [], identity: {} };
  const user = findUser(name) ?? addUser(name);
  if (user && setpriv) return { ...user, wrap: [...diesWithHub, ...becoming(user), '--'], identity: {} };
  if (user) return { ...user, wrap: [], identity: user };
  if (works('unshare', ...inNamespace, 'true'))
    return { uid, gid, wrap: ['unshare', ...inNamespace, '--'], identity: {} };
  throw new Error(
    `The hub runs as root, PostgreSQL must not, and no account "${name}" could be made: ` +
      'start the hub as another user, or set DATABASE_URL.',
  );
}

const inNamespace = ['-U', `--map-user=${nobody}`, `--map-group=${nobody}`];

const becoming = (user: { uid: number; gid: number }) => [
  '--reuid',
  String(user.uid),
  '--regid',
  String(user.gid),
  '--clear-groups',
];

function findUser(name: string): { uid: number; gid: number } | undefined {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const fields = lines.map((line) => line.split(':')).find(([user]) => user === name);
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}

function addUser(name: string): { uid: number; gid: number } | undefined {
  const quiet = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  if (!works('useradd', ...quiet, name)) works('adduser', '-S', '-D', '-H', name);
  return findUser(name);
}
