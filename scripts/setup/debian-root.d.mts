export type Mount = { from: string; to: string; readOnly?: boolean };

export function debianRoot(name: 'sid' | 'bookworm'): string;
export function inDebianRoot(
  root: string,
  command: readonly string[],
  options?: { mounts?: readonly Mount[]; cwd?: string; env?: Readonly<Record<string, string>> },
): [string, ...string[]];
