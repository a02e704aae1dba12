import { setTimeout as sleep } from 'node:timers/promises';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Db } from './db.ts';
import { newId } from './ids.ts';
import type { DeadJob, Job, Jobs } from './jobs.ts';
import { createDefinition, type Definition, runJob } from './jobs-run.ts';
import type { Logger } from './logger.ts';

type Schedule = { name: string; cron: string; data: object; timeZone: string };

const deadQueue = 'dead';
const keepDeadSeconds = 90 * 86_400;
const keepDoneSeconds = 3_600;

export type JobsOptions = {
  db: Db;
  logger: Logger;
  /** How late a delayed or repeated job may start; a new one is announced at once. At least 0.5. */
  pollSeconds?: number;
  /** How long `stop` waits for running jobs. */
  drainMs?: number;
};

/** Jobs in the database, so that they are part of its transactions and survive a restart. */
export function createJobs({ db, logger, pollSeconds = 5, drainMs = 20_000 }: JobsOptions): Jobs {
  const definitions = new Map<string, Definition>();
  const schedules: Schedule[] = [];
  const boss = createBoss(db, logger);
  let state: 'new' | 'started' | 'stopped' = 'new';

  const enqueue: Jobs['enqueue'] = async (tx, name, data, { startAfter, key, priority } = {}) => {
    const definition = definitions.get(name);
    if (!definition) throw new Error(`there is no job ${name}`);
    const id = await boss.send(name, definition.schema.parse(data), {
      // Every waiting job has a key of its own, unless the caller wants them to merge.
      singletonKey: key ?? newId(),
      ...(startAfter && { startAfter }),
      ...(priority !== undefined && { priority }),
      ...(tx && { db: fromKysely(tx) }),
    });
    return id ?? undefined;
  };

  async function start(): Promise<void> {
    if (state !== 'new') return;
    state = 'started';
    await boss.start();
    await ensureQueues(boss, [...definitions.values()]);
    await Promise.all(
      [...definitions.values()].map((definition) => work(boss, definition, { logger, pollSeconds })),
    );
    await ensureSchedules(boss, schedules);
  }

  async function stop(): Promise<void> {
    if (state !== 'started') return;
    state = 'stopped';
    const idle = Promise.all([...definitions.keys()].map((name) => boss.offWork(name, { wait: true })));
    await Promise.race([idle, sleep(drainMs, undefined, { ref: false })]);
    // What still runs is aborted and tried again by the next hub.
    await boss.stop({ graceful: true, timeout: 1_000 });
    // Its last connections may be cut by the end of the database rather than end by themselves.
    boss.removeAllListeners('error').on('error', () => {});
  }

  return {
    define(name, schema, handler, options) {
      if (state !== 'new') throw new Error(`${name} is defined too late: the jobs have started`);
      if (definitions.has(name)) throw new Error(`there is a job ${name} already`);
      definitions.set(name, createDefinition(name, schema, handler, options));
      const job: Job<Parameters<typeof handler>[0]> = {
        name,
        enqueue: (tx, data, enqueueOptions) => enqueue(tx, name, data, enqueueOptions),
      };
      return job;
    },
    enqueue,
    async schedule(name, cron, data = {}, { timeZone = 'UTC' } = {}) {
      const schedule = { name, cron, data, timeZone };
      schedules.push(schedule);
      if (state === 'started') await applySchedule(boss, schedule);
    },
    async dead(name) {
      const found = await boss.findJobs<object>(deadQueue);
      return found.filter((job) => job.sourceName === name).map((job) => describeDead(name, job));
    },
    revive: (name) => boss.redrive(deadQueue, { sourceName: name }),
    start,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Connections of its own: a burst of jobs must not make people wait. One of them only listens. */
function createBoss(db: Db, logger: Logger): PgBoss {
  const { host, user, database, connectionString } = db.pool.options;
  const place = connectionString
    ? { connectionString }
    : { ...(host && { host }), ...(user && { user }), ...(database && { database }) };
  const boss = new PgBoss({
    ...place,
    schema: 'jobs',
    application_name: 'entente jobs',
    max: 3,
    useListenNotify: true,
  });
  boss.on('error', (error) => logger.warn({ reason: error.message }, 'jobs: the database did not answer'));
  boss.on('warning', (warning) => logger.warn({ warning }, 'jobs: something is unusual'));
  return boss;
}

async function ensureQueues(boss: PgBoss, definitions: readonly Definition[]): Promise<void> {
  const present = new Set((await boss.getQueues()).map((queue) => queue.name));
  if (!present.has(deadQueue)) await boss.createQueue(deadQueue, { retentionSeconds: keepDeadSeconds });
  for (const { name, options } of definitions) {
    const settings = {
      retryLimit: options.retries,
      retryDelay: options.retryDelaySeconds,
      retryBackoff: true,
      retryDelayMax: 3_600,
      expireInSeconds: options.timeoutSeconds,
      deleteAfterSeconds: keepDoneSeconds,
      deadLetter: deadQueue,
      notify: true,
    };
    if (present.has(name)) await boss.updateQueue(name, settings);
    else await boss.createQueue(name, { ...settings, policy: 'short' });
  }
}

async function work(
  boss: PgBoss,
  definition: Definition,
  { logger, pollSeconds }: { logger: Logger; pollSeconds: number },
): Promise<void> {
  const options = {
    localConcurrency: definition.options.concurrency,
    perJobResults: true,
    pollingIntervalSeconds: pollSeconds,
    notifyPollingIntervalSeconds: pollSeconds,
  } as const;
  await boss.work<object, void, typeof options>(definition.name, options, (jobs) =>
    Promise.all(jobs.map((job) => runJob(definition, job, logger))),
  );
}

/** What an earlier version scheduled and this one does not would run for ever. */
async function ensureSchedules(boss: PgBoss, schedules: readonly Schedule[]): Promise<void> {
  for (const { name } of await boss.getSchedules())
    if (!schedules.some((schedule) => schedule.name === name)) await boss.unschedule(name);
  for (const schedule of schedules) await applySchedule(boss, schedule);
}

const applySchedule = (boss: PgBoss, { name, cron, data, timeZone }: Schedule) =>
  boss.schedule(name, cron, data, { tz: timeZone, singletonKey: 'scheduled' });

type Found = Awaited<ReturnType<typeof PgBoss.prototype.findJobs<object>>>[number];

function describeDead(name: string, job: Found): DeadJob {
  const output = job.sourceOutput;
  const error = output && 'message' in output ? String(output.message) : JSON.stringify(output);
  return { id: job.id, name, data: job.data, error, failedAt: job.createdOn };
}
