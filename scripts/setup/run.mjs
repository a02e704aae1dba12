/** Runs a command with its output in a log file, so that a person sees progress and not a flood. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inRoot, root } from './paths.mjs';
import { SetupError, startProgress } from './report.mjs';

/** A new, empty log for a step; every command of the step appends to it. */
export function openLog(step) {
  mkdirSync(inRoot('.setup'), { recursive: true });
  const log = inRoot('.setup', `${step}.log`);
  writeFileSync(log, '');
  return log;
}

/**
 * `percent` reads from a line of the output how far the command is; `limit` is in milliseconds; `advice` says what
 * to do when it fails.
 */
export async function run(step, title, command, options) {
  const progress = startProgress(step, title);
  const failure = await execute(command, options, progress).finally(progress.end);
  if (failure) throw new SetupError(`${title} failed: ${failure}.`, options);
}

async function execute([command, ...args], { log, cwd = root, env = process.env, limit, percent }, progress) {
  const file = createWriteStream(log, { flags: 'a' });
  file.write(`$ ${command} ${args.join(' ')}\n`);
  const child = spawn(command, args, {
    cwd,
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined },
    timeout: limit,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(file, { end: false });
    if (percent) createInterface({ input: stream }).on('line', (text) => progress.update(percent(text)));
  }
  const failure = await ending(child, limit);
  file.end();
  await once(file, 'close');
  return failure;
}

/** Undefined when all went well, else why not, in words. */
function ending(child, limit) {
  return new Promise((resolve) => {
    child.on('error', (error) =>
      resolve(error.code === 'ENOENT' ? `${child.spawnfile} is not installed` : error.message),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else if (signal && limit) resolve(`it took longer than ${limit / 1000} s`);
      else resolve(signal ? `it was ended by ${signal}` : `exit code ${code}`);
    });
  });
}
