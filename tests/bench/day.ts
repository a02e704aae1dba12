import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Capacity, type Unit } from '#server/admin/cost/capacity.ts';
import { startHubProcess } from '#tests/hub-process.ts';
import type { Area, Bench, Metric } from './area.ts';
import { holdMeetings, type Meetings } from './day/meeting.ts';
import { combine, createMeter, perUnit, type Spent, solve } from './day/meter.ts';
import { type Office, openOffice } from './day/office.ts';
import type { Kind } from './day/streams.ts';
import { createIdentity } from './media/dtls.ts';
import { driverCore, memoryByKind, pin } from './processes.ts';
import { currentCommit } from './report.ts';

const capacityFile = fileURLToPath(new URL('../../data/capacity.json', import.meta.url));

const figure = (name: string, what: string, unit = 'server CPU-s') =>
  ({ name, unit, better: 'less', peer: 'nobody', what }) satisfies Metric;
const figures = {
  connectionHour: figure('connection-hour', 'a tab that does nothing, an hour'),
  message: figure('message', 'one chat message, authorised and stored with fsync'),
  delivery: figure('delivery', 'one chat message at one tab that hears it'),
  join: figure('join', 'entering a meeting with two DTLS transports'),
  videoHourIn: figure('video-hour-in', 'a camera’s stream towards the server, an hour at 1 Mbit/s'),
  videoHourOut: figure('video-hour-out', 'a camera’s stream to one who sees it, an hour at 1 Mbit/s'),
  audioHourIn: figure('audio-hour-in', 'a voice towards the server, an hour'),
  audioHourOut: figure('audio-hour-out', 'a voice to one who hears it, an hour'),
} as const;

type Scale = { people: number; crowd: number; idle: number; chat: number; media: number };
const full: Scale = { people: 20, crowd: 500, idle: 22, chat: 8, media: 10 };
const quick: Scale = { people: 4, crowd: 20, idle: 2, chat: 1, media: 1.5 };
/** People of one meeting. */
const meetingSize = 5;

export const day: Area = {
  name: 'day',
  metrics: Object.values(figures),
  settings:
    'a scripted day of one company on the hub process with its database (fsync on) and one media worker, compressed in time: tabs that idle, a chat, meetings of five over ICE, DTLS and SRTP; CPU-seconds, not time; writes data/capacity.json for the cost model and the simulator',
  peers: async () => [],
  async run(bench) {
    const capacity = await measureDay(bench, bench.quick ? quick : full);
    for (const [key, metric] of Object.entries(figures)) {
      const { hub, media, database } = capacity[key as keyof typeof figures];
      bench.report({ metric, own: [hub + media + database], peer: [] });
    }
    mkdirSync(path.dirname(capacityFile), { recursive: true });
    writeFileSync(capacityFile, `${JSON.stringify(capacity, null, 2)}\n`);
    bench.note(`written: ${capacityFile}`);
  },
};

async function measureDay(bench: Bench, scale: Scale): Promise<Capacity> {
  pin(process.pid, driverCore);
  await using hub = await startHubProcess({ env: { ENTENTE_MEDIA_WORKERS: '1', NODE_ENV: 'production' } });
  const pid = hub.child.pid ?? 0;
  const office = await openOffice(hub, scale.people);
  const identity = createIdentity();
  try {
    const base = memoryByKind(pid);
    const desk = await measureDesk(bench, pid, office, scale);
    const calls = await measureCalls(bench, pid, office, identity, scale);
    return Capacity.parse({
      measured: {
        at: new Date().toISOString().slice(0, 10),
        commit: currentCommit(),
        machine: `${os.cpus().length} shared cores, Node ${process.versions.node}`,
        people: scale.people,
      },
      ...desk.units,
      ...calls.units,
      memory: {
        hub: base.hub,
        worker: base.media,
        database: base.database,
        connection: desk.memory,
        participant: calls.memory,
      },
      storagePerMessage: desk.storage,
    });
  } finally {
    office.close();
    identity.remove();
  }
}

/** Everything without media. */
async function measureDesk(bench: Bench, pid: number, office: Office, scale: Scale) {
  const spend = createMeter(pid, office.wire);
  await office.come(scale.people);
  // The database is still busy with what setting up left behind.
  await sleep(bench.quick ? 500 : 8_000);
  const quiet = await spend(() => sleep(scale.idle * 500));
  bench.note(said('nobody does anything', quiet));

  const few = await chatting(spend, office, 40, scale.chat);
  bench.note(said('a chat at few tabs', few.spent));
  const storageBefore = office.storage();
  const { messages } = await office.chat(250, scale.chat);
  const storage = Math.max(0, (office.storage() - storageBefore) / messages);

  await sleep(1_000);
  const before = memoryByKind(pid).hub;
  const coming = await spend(() => office.come(scale.crowd));
  bench.note(said(`${scale.crowd} tabs come`, coming));
  await sleep(2_000);
  const idle = await spend(() => sleep(scale.idle * 1_000));
  bench.note(said('they idle', idle));
  const memory = (memoryByKind(pid).hub - before) / scale.crowd;
  const many = await chatting(spend, office, 10, scale.chat);
  bench.note(said('a chat at many tabs', many.spent));

  const { first: message, second: delivery } = solve(few, many, quiet);
  const connectionHour = perUnit(idle, (scale.crowd * idle.seconds) / 3_600, quiet);
  return {
    units: {
      baseHour: perUnit(quiet, quiet.seconds / 3_600),
      connect: perUnit(coming, scale.crowd, quiet),
      connectionHour,
      message,
      delivery,
    },
    memory: Math.max(0, Math.round(memory)),
    storage: Math.round(storage),
  };
}

async function chatting(
  spend: ReturnType<typeof createMeter>,
  office: Office,
  perSecond: number,
  seconds: number,
) {
  let done = { messages: 0, deliveries: 0 };
  const spent = await spend(async () => {
    done = await office.chat(perSecond, seconds);
  });
  return { spent, first: done.messages, second: done.deliveries };
}

async function measureCalls(
  bench: Bench,
  pid: number,
  office: Office,
  identity: ReturnType<typeof createIdentity>,
  scale: Scale,
) {
  // Tabs beyond one a person stay: idle, as they were when the day's chat was measured.
  const tabs = office.tabs.slice(0, scale.people);
  const quiet = await createMeter(pid, office.wire)(() => sleep(scale.idle * 400));
  const memoryBefore = memoryByKind(pid);
  let meetings: Meetings | undefined;
  const joining = await createMeter(
    pid,
    office.wire,
  )(async () => {
    meetings = await holdMeetings(tabs, Math.min(meetingSize, scale.people), identity);
  });
  if (!meetings) throw new Error('no meeting began');
  const calls = meetings;
  try {
    bench.note(said(`${calls.people} people join meetings`, joining));
    const spend = createMeter(pid, () => {
      const [desk, call] = [office.wire(), calls.wire()];
      return { egress: desk.egress + call.egress, ingress: desk.ingress + call.ingress };
    });
    await sleep(2_000);
    const silent = await spend(() => sleep(scale.media * 1_000));
    bench.note(said('they are silent', silent));
    const video = await streaming(bench, spend, calls, 'video', scale, silent);
    const audio = await streaming(bench, spend, calls, 'audio', scale, silent);
    const memory = memoryByKind(pid);
    return {
      units: {
        join: perUnit(joining, calls.people, quiet),
        participantHour: withoutDatabase(perUnit(silent, (calls.people * silent.seconds) / 3_600, quiet)),
        videoHourIn: video.in,
        videoHourOut: video.out,
        audioHourIn: audio.in,
        audioHourOut: audio.out,
        kbps: { video: video.kbps, audio: audio.kbps },
      },
      memory: Math.max(0, Math.round((memory.media - memoryBefore.media) / calls.people)),
    };
  } finally {
    calls.close();
  }
}

/** First nobody receives, which gives the way in; then everybody does, and what is more is the way out. */
async function streaming(
  bench: Bench,
  spend: ReturnType<typeof createMeter>,
  calls: Meetings,
  kind: Kind,
  scale: Scale,
  silent: Spent,
) {
  await calls.send(kind, 1);
  let done = await calls.send(kind, 0.2);
  const measure = async (label: string) => {
    const spent = await spend(async () => {
      done = await calls.send(kind, scale.media);
    });
    bench.note(`${said(label, spent)}; ${done.delivered} packets of ${done.sent} sent`);
    return { spent, ...done };
  };
  const alone = await measure(`${kind}, nobody receives`);
  await calls.show(kind, true);
  const shared = await measure(`${kind}, everybody receives`);
  await calls.show(kind, false);
  const expected = (shared.sent / calls.people) * calls.streams(kind);
  if (shared.delivered < expected * 0.95)
    throw new Error(
      `${kind}: only ${shared.delivered} of ${expected} packets arrived; the machine is too busy`,
    );

  const inward = { ...perUnit(alone.spent, alone.in, silent), egress: 0 };
  const outward = combine((part) => {
    const anyway = (silent[part] / silent.seconds) * shared.spent.seconds;
    return (shared.spent[part] - anyway - inward[part] * shared.in) / shared.out;
  });
  const ingress = outward.egress;
  const kbps = Number(((outward.egress * 8) / 3_600 / 1_000).toPrecision(4));
  return {
    in: withoutDatabase({ ...inward, ingress }),
    out: withoutDatabase({ ...outward, ingress: 0 }),
    kbps,
  };
}

/** A call asks nothing of the database; what that used meanwhile is its own housekeeping, and `baseHour` has it. */
const withoutDatabase = (unit: Unit): Unit => ({ ...unit, database: 0 });

function said(label: string, { hub, media, database, seconds, egress }: Spent): string {
  const cpu = [hub, media, database].map((value) => value.toFixed(2)).join(' / ');
  return `${label}: hub / media / database ${cpu} CPU-s in ${seconds.toFixed(1)} s, ${Math.round(egress / 1_024)} KB out`;
}
