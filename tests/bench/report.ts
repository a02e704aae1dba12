import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from './area.ts';
import { median, ratioOf, spreadOf } from './statistics.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const resultsFile = path.join(root, 'data', 'bench.jsonl');

/** One line of JSON on standard output and, unless it says nothing, the same at the end of `data/bench.jsonl`. */
export function reportTo(area: string, write: (line: string) => void, { keep }: { keep: boolean }) {
  const commit = currentCommit();
  return ({ metric, own, peer }: Result): void => {
    const [value, peerValue] = [median(own), median(peer)];
    const line = JSON.stringify({
      area,
      metric: metric.name,
      unit: metric.unit,
      value: rounded(value),
      peer: metric.peer,
      peerValue: rounded(peerValue),
      ratio: rounded(ratioOf(metric.better, value, peerValue)),
      rounds: own.length,
      spread: { own: rounded(spreadOf(own)), peer: rounded(spreadOf(peer)) },
      commit,
      at: new Date().toISOString(),
    });
    write(line);
    if (!keep) return;
    mkdirSync(path.dirname(resultsFile), { recursive: true });
    appendFileSync(resultsFile, `${line}\n`);
  };
}

const rounded = (value: number | null): number | null => value && Number(value.toPrecision(4));

/** With a mark when the tree has changes that no commit holds. */
export function currentCommit(): string {
  try {
    const git = (...parts: string[]) => execFileSync('git', parts, { cwd: root, encoding: 'utf8' }).trim();
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
  } catch {
    return 'unknown';
  }
}
