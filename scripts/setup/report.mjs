/** What set-up says: a line for each piece of work, how far it is, and sentences when something fails. */
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * A failure that a person can act on: what failed (the message), where its log is, what to do. `telling` matches the
 * line from which on the log says why; without it the last lines are taken for that.
 */
export class SetupError extends Error {
  constructor(message, { log, advice, telling } = {}) {
    super(message);
    this.log = log;
    this.advice = advice;
    this.telling = telling;
  }
}

const terminal = process.stdout.isTTY;
const line = (step, text) => `set-up  ${step.padEnd(12)}  ${text}`;

export const say = (step, text) => console.log(line(step, text));

const longSilence = 20_000;
const logEvery = 10;

/**
 * Shows how far one piece of work is: on a terminal as one line that changes every second, in a log as a line
 * for every tenth or, where no percentage is known, for every twenty seconds.
 */
export function startProgress(step, title) {
  const started = Date.now();
  let percent;
  let lastSaid = started;
  let lastTenth = 0;
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const state = () => (percent === undefined ? elapsed() : `${percent} %, ${elapsed()}`);

  const repaint = () => process.stdout.write(`\r\x1b[K${line(step, `${title}: ${state()}`)}`);
  const log = () => {
    const tenth = Math.floor((percent ?? 0) / logEvery);
    if (tenth <= lastTenth && (percent !== undefined || Date.now() - lastSaid < longSilence)) return;
    lastTenth = tenth;
    lastSaid = Date.now();
    say(step, `${title}: ${state()}`);
  };
  const show = terminal ? repaint : log;

  if (!terminal) say(step, `${title} ...`);
  const timer = setInterval(show, 1000);
  return {
    update(next) {
      if (next === undefined || next === percent) return;
      percent = next;
      show();
    },
    end() {
      clearInterval(timer);
      if (terminal) process.stdout.write('\r\x1b[K');
    },
  };
}

const mostLines = 12;

function excerpt({ log, telling }) {
  if (!existsSync(log)) return [];
  // Some programs write colours into files too.
  const lines = stripVTControlCharacters(readFileSync(log, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() && !/^(npm error)? +at /.test(line));
  const first = telling ? lines.findIndex((each) => telling.test(each)) : -1;
  const shown = first >= 0 ? lines.slice(first, first + mostLines) : lines.slice(-mostLines);
  return ['From its log:', ...shown.map((each) => `    ${each}`), `The whole log: ${log}`];
}

const adviceFor = {
  EACCES: 'Set-up must write there: run it as the owner of that folder (XDG_CACHE_HOME names another cache).',
  EROFS: 'Set-up must write there, and the disk is read-only (XDG_CACHE_HOME names another cache).',
  ENOSPC: 'The disk is full.',
};

/** Plain sentences: nobody who installs the hub should have to read a stack trace. */
export function reportFailure(error) {
  const lines = [`Set-up stopped: ${error.message}`];
  if (error.log) lines.push(...excerpt(error));
  const advice = error.advice ?? adviceFor[error.code] ?? whereItHappened(error);
  if (advice) lines.push(advice);
  console.error(`\n${lines.join('\n')}`);
}

/** For a fault of set-up itself, which somebody will want to report. */
const whereItHappened = (error) => !(error instanceof SetupError) && error.stack?.split('\n')[1]?.trim();
