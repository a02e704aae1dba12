import { setTimeout as sleep } from 'node:timers/promises';
import { setLogEventListeners } from 'mediasoup';
import type { MediaConfig } from '#server/config/config.ts';
import { type Bus, busProtocol, type Unsubscribe } from '#server/platform/bus.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { Metrics } from '#server/platform/metrics.ts';
import { audience } from '#server/signaling/audience.ts';
import { type Control, controlTopic, createPublisher } from '#server/signaling/publisher.ts';
import { version } from '#server/version.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import { roomChanged, roomInterrupted, speakersChanged } from '#shared/contract/media.ts';
import { Region } from '#shared/contract/regions.ts';
import * as commands from '../media.commands.ts';
import { createDuty, type DutyOptions } from './duty.ts';
import { createFarSide } from './far-side.ts';
import { handleCommands } from './handlers.ts';
import { watchHubs } from './hubs.ts';
import { createLoadMeter } from './load.ts';
import { measureNode } from './node.metrics.ts';
import { hearOthers } from './others.ts';
import { openProbe } from './probe.ts';
import { createRoom, type Room } from './room.ts';
import { createRoomList } from './rooms.ts';
import { createTrunkSample, describeTrunks, mergePeers, peersOf } from './trunk-stats.ts';
import { createWorkers } from './workers.ts';

export type MediaNodeOptions = {
  config: MediaConfig;
  bus: Bus;
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
  /** What the console calls it. */
  name?: string;
  region?: string;
  /** A participant whose connection is away this long is lost. */
  awayMs?: number;
  maxConsumersPerLane?: number;
  maxRestartsPerMinute?: number;
  startTimeoutMs?: number;
  workerBin?: string;
  hubCheckMs?: number;
  trunkCheckMs?: number;
  drain?: Pick<DutyOptions, 'waveSize' | 'waveEveryMs' | 'patienceMs'>;
};

/** What one worker is taken to carry; told when the node joins and with every load. */
export const participantsPerWorker = 100;
/** Beyond this many streams out, newcomers of a room go to another worker. */
const defaultMaxConsumersPerLane = 500;
const beatMs = 1_000;
/** A process that is asked to stop takes as long to send its people elsewhere. */
const leaveWithinMs = 15_000;

/** The media role: it owns everything of mediasoup and the live rooms, and speaks with hubs over the bus alone. */
export async function createMediaNode(options: MediaNodeOptions) {
  const { config, bus, logger, metrics, clock, region = 'local' } = options;
  const node = bus.nodeId as NodeId;
  // What clients do wrong is an error to mediasoup; what matters of it reaches the log by our own hands.
  setLogEventListeners({
    onwarn: (namespace, log) => logger.debug({ namespace }, log),
    onerror: (namespace, log, error) => logger.debug({ namespace, err: error }, log),
  });
  const publisher = createPublisher(bus);
  const gauges = measureNode(metrics);
  const [announcedAddress] = config.announcedAddresses;
  const workers = await createWorkers({
    count: config.workers,
    listenAddress: config.listenAddress,
    announcedAddress,
    port: config.port,
    logger,
    onDeath: (dead) => {
      gauges.deaths.inc();
      for (const room of rooms.all()) room.workerDied(dead);
      beat();
    },
    ...pickSet(options, 'maxRestartsPerMinute', 'startTimeoutMs', 'workerBin'),
  });

  const rooms = createRoomList({
    create: newRoom,
    publish: (message) => bus.publish(commands.roomsTopic, { node, ...message }),
  });

  function newRoom(meetingId: MeetingId): Room {
    const everybody = audience.meeting(meetingId);
    const topic = commands.roomTopic(meetingId);
    return createRoom({
      node,
      meetingId,
      workers,
      region: Region.safeParse(region).data,
      now: () => clock.now(),
      awayMs: options.awayMs ?? 30_000,
      maxConsumersPerLane: options.maxConsumersPerLane ?? defaultMaxConsumersPerLane,
      trunks: {
        ports: { listenAddress: config.listenAddress, announcedAddress, range: config.trunkPorts },
        ...createFarSide(bus, logger, meetingId),
        checkEveryMs: options.trunkCheckMs,
      },
      events: {
        changed: (changes) => {
          publisher.publish(everybody, roomChanged, { meetingId, node, ...changes });
          rooms.touch(meetingId);
        },
        speakers: (speakers) => publisher.publish(everybody, speakersChanged, { meetingId, node, speakers }),
        interrupted: (epoch) => publisher.publish(everybody, roomInterrupted, { meetingId, node, epoch }),
        notice: (notice) => bus.publish(topic, notice),
        empty: () => rooms.close(meetingId),
      },
    });
  }

  const duty = createDuty({
    rooms,
    changed: () => beat(),
    ...pickSet(options.drain ?? {}, 'waveSize', 'waveEveryMs', 'patienceMs'),
  });
  const others = await hearOthers(bus);

  const links = () => rooms.all().flatMap((room) => room.seats().flatMap(({ link }) => link ?? []));
  const measure = createLoadMeter(workers.all, () => links().flatMap(({ send, receive }) => [send, receive]));
  const sampleTrunks = createTrunkSample(rooms.all);
  const probe = await openProbe({ bus, config, logger });
  const startedAt = clock.now().toISOString();
  let load: commands.NodeLoad | undefined;
  let closing: Promise<void> | undefined;

  async function takeLoad(): Promise<commands.NodeLoad> {
    const all = links();
    const trouble = workers.trouble() ?? null;
    return {
      node,
      name: options.name ?? node,
      region,
      state: duty.state,
      version,
      busProtocol,
      startedAt,
      addresses: config.announcedAddresses,
      probe: probe.where,
      capacity: workers.all().length * participantsPerWorker,
      roomsVersion: rooms.version(),
      peers: mergePeers(probe.peers(), peersOf(await sampleTrunks())),
      accepting: trouble === null,
      trouble,
      workers: workers.all().length,
      rooms: rooms.all().length,
      participants: rooms.all().reduce((sum, room) => sum + room.seats().length, 0),
      producers: all.reduce((sum, { sent }) => sum + sent.size, 0),
      consumers: all.reduce((sum, { received }) => sum + received.size, 0),
      ...(await measure()),
    };
  }

  async function describe({ meetingId }: { meetingId?: MeetingId }): Promise<commands.NodeDescription> {
    const meant = meetingId ? [rooms.find(meetingId) ?? []].flat() : rooms.all();
    const all = meant.map(async (room) => {
      const { seats: participants, producers, consumers } = room.dump();
      const trunks = await describeTrunks(room.trunks);
      return { meetingId: room.meetingId, participants, producers, consumers, trunks };
    });
    return { node, state: duty.state, rooms: await Promise.all(all) };
  }

  let beating: Promise<void> | undefined;
  /** One at a time; a failed measurement is no reason to fall silent. */
  function beat(): void {
    const { state } = duty;
    beating ??= takeLoad()
      .then((taken) => {
        load = taken;
        gauges.set(taken);
        bus.publish(commands.loadTopic, taken);
      })
      .catch((error: unknown) => logger.warn({ err: error }, 'the load of this media node is unknown'))
      .finally(() => {
        beating = undefined;
        // What changed while it was measured is told at once.
        if (duty.state !== state && !closing) beat();
      });
  }

  /** Access that ends takes the person's media with it; a change of access lets the client come back and be judged. */
  function obey(order: Control): void {
    if (order.type !== 'revoke' || order.reason === 'accessChanged') return;
    const { scope } = order;
    const reason = order.reason === 'suspended' ? 'removed' : 'left';
    for (const room of rooms.all())
      room.dropWhere(({ holder }) => {
        if ('person' in scope) return holder.personId === scope.person;
        if ('session' in scope) return holder.sessionId === scope.session;
        return 'token' in scope && holder.tokenId === scope.token;
      }, reason);
  }

  const stops: Unsubscribe[] = await Promise.all([
    handleCommands(bus, rooms, duty, config.announcedAddresses),
    bus.handle(commands.nodeDescribe, describe),
    bus.subscribe(controlTopic, obey),
    bus.subscribe(commands.helloTopic, beat),
    bus.subscribe(commands.personOut, ({ personId, meetingId }) => {
      const meant = meetingId ? [rooms.find(meetingId)] : rooms.all();
      for (const room of meant) room?.dropWhere(({ person }) => person.id === personId, 'removed');
    }),
  ]);
  /** What was said while no hub could be reached was lost. */
  const stopState = bus.onState((state) => {
    if (state !== 'connected') return;
    beat();
    for (const room of rooms.all()) room.busIsBack();
  });
  const pulse = setInterval(beat, beatMs).unref();
  const stopWatching = watchHubs(bus, rooms, options.hubCheckMs ?? 5_000);
  beat();

  async function shut(): Promise<void> {
    clearInterval(pulse);
    stopWatching();
    stopState();
    await probe.close();
    duty.close();
    await others.close();
    await Promise.all(stops.map((stop) => stop()));
    rooms.closeAll();
    workers.close();
    await beating;
  }
  const close = () => (closing ??= shut());

  /** Before the end: sends its people to the other nodes, if there are any that take them. */
  async function leave(): Promise<void> {
    if (closing || !others.takePeople()) return;
    duty.set('draining');
    const until = performance.now() + leaveWithinMs;
    while (rooms.all().length > 0 && performance.now() < until && others.takePeople()) await sleep(50);
  }

  return {
    /** Words for the administrator while it cannot do its work. */
    trouble: workers.trouble,
    load: () => load,
    leave,
    workerPids: () => workers.all().map(({ pid }) => pid),
    /** What is still alive, in this process and inside the workers; for tests that must end with nothing left. */
    async dump() {
      const inside = await Promise.all(
        workers.all().map(async ({ worker, server }) => ({
          routers: (await worker.dump()).routerIds.length,
          transports: (await server.dump()).webRtcTransportIds.length,
        })),
      );
      return {
        rooms: rooms.all().map((room) => room.dump()),
        routers: inside.reduce((sum, { routers }) => sum + routers, 0),
        transports: inside.reduce((sum, { transports }) => sum + transports, 0),
        weight: workers.all().reduce((sum, { weight }) => sum + weight, 0),
      };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type MediaNode = Awaited<ReturnType<typeof createMediaNode>>;

/** Those of the options that are set: an explicit undefined is not the same as none. */
function pickSet<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])),
  ) as Pick<T, K>;
}
