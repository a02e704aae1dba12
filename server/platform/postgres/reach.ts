import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** Whether a user can walk to `target`: a clone below /root (mode 0700) is out of reach for a system account. */
export function canReach(target: string, user: { uid: number; gid: number }): boolean {
  if (user.uid === 0 || user.uid === process.getuid?.()) return true;
  return ancestors(target).every((folder) => !existsSync(folder) || mayEnter(folder, user));
}

function mayEnter(folder: string, user: { uid: number; gid: number }): boolean {
  const stat = statSync(folder);
  if (!stat.isDirectory()) return true;
  const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
  return (stat.mode & bit) !== 0;
}

function ancestors(target: string): string[] {
  const parent = path.dirname(target);
  return parent === target ? [target] : [target, ...ancestors(parent)];
}
