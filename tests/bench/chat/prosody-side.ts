import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pin, serverCore } from '../processes.ts';
import type { Side } from './load.ts';
import { type Plan, personOf, seatsBySpace, spaceOf } from './plan.ts';
import { openXmpp, type Room } from './xmpp-seat.ts';

const host = 'bench.test';
const password = 'correct horse battery';

/** Why there is no Prosody to compare with, or undefined. */
export function prosodyMissing(): string | undefined {
  return onPath('prosody') ? undefined : 'it is not installed (Debian package prosody)';
}

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Rooms with the message archive on, accounts with passwords, plain TCP on loopback. */
export async function startProsody(plan: Plan): Promise<Side> {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-prosody-'));
  const port = await freePort();
  writeAccounts(folder, plan.people);
  const file = path.join(folder, 'prosody.cfg.lua');
  writeFileSync(file, configuration(folder, port));
  const child = spawn('prosody', ['-F', '--config', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const close = async () => {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await listening(port);
    if (!child.pid) throw new Error('Prosody did not start');
    pin(child.pid, serverCore);
    const seats = seatsBySpace(plan);
    const rooms = seats.map((_, nth): Room => ({ name: `room${nth}@rooms.${host}`, order: new Map() }));
    return {
      pid: child.pid,
      open: (nth, hear) =>
        openXmpp(
          { port, host, password, user: `person${personOf(plan, nth)}`, rooms },
          nth,
          spaceOf(plan, nth),
          hear,
        ),
      seatsOf: (channel) => seats[channel] ?? [],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const configuration = (folder: string, port: number) => `
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = "internal"
modules_enabled = { "saslauth", "ping" }
modules_disabled = { "s2s", "tls", "offline" }
log = { error = "${folder}/log" }
daemonize = false
run_as_root = true
VirtualHost "${host}"
Component "rooms.${host}" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_log_presences = false
  muc_room_locking = false
`;

function writeAccounts(folder: string, count: number): void {
  const accounts = path.join(folder, 'data', encodeURIComponent(host).replaceAll('.', '%2e'), 'accounts');
  mkdirSync(accounts, { recursive: true });
  for (let person = 0; person < count; person++)
    writeFileSync(path.join(accounts, `person${person}.dat`), `return { ["password"] = "${password}" };`);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function listening(port: number): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until; await sleep(50)) {
    const socket = net.connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
  }
  throw new Error('Prosody does not listen');
}
