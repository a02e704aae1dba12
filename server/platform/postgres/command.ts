import { spawn, spawnSync } from 'node:child_process';

/** Whether a helper program exists here and works with these arguments. */
export const works = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

export type Identity = { uid?: number; gid?: number };

/** Runs a program to its end; rejects with the end of its output when it fails. */
export async function run(
  command: readonly string[],
  options: Identity & { env: NodeJS.ProcessEnv },
): Promise<void> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} failed (${code}): ${output.trim()}`);
}
