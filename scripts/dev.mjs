// `npm run dev`: the hub restarts and the client reloads as you type, on a sample world in data/dev.
import { spawn } from 'node:child_process';

const hub = [
  '--watch',
  '--watch-path=server',
  '--watch-path=shared',
  '--watch-preserve-output',
  'scripts/demo.ts',
  '--data',
  'data/dev',
];
const children = [
  spawn(process.execPath, hub, { stdio: 'inherit' }),
  spawn('vite', ['--config', 'client/vite.config.ts'], { stdio: 'inherit' }),
];

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  for (const child of children) child.kill('SIGTERM');
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
for (const child of children) child.once('exit', end);
await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
