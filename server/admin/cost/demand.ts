import type { CostInput } from '#shared/contract/cost.ts';
import type { Region } from '#shared/contract/regions.ts';
import type { Capacity, Unit } from './capacity.ts';
import { participantHour, streamsOf } from './streams.ts';

/** What one kind of process needs at its busiest moment, and what it sends in a month. */
export type Need = { cores: number; memoryBytes: number; egressBytes: number };

const workingHours = 8;
const zero: Unit = { hub: 0, media: 0, database: 0, egress: 0, ingress: 0 };
const none: Need = { cores: 0, memoryBytes: 0, egressBytes: 0 };

/** What an operating system and the page cache of a database want besides. */
export const systemBytes = 0.7e9;
const databaseCacheBytes = 1e9;

export const addNeeds = (...needs: readonly Need[]): Need =>
  needs.reduce(
    (sum, need) => ({
      cores: sum.cores + need.cores,
      memoryBytes: sum.memoryBytes + need.memoryBytes,
      egressBytes: sum.egressBytes + need.egressBytes,
    }),
    none,
  );

const sumOf = (units: readonly (readonly [Unit, number])[]): Unit =>
  units.reduce(
    (sum, [unit, times]) => ({
      hub: sum.hub + unit.hub * times,
      media: sum.media + unit.media * times,
      database: sum.database + unit.database * times,
      egress: sum.egress + unit.egress * times,
      ingress: sum.ingress + unit.ingress * times,
    }),
    zero,
  );

export const meetingHoursADay = ({ videoMinutes, voiceMinutes }: CostInput): number =>
  (videoMinutes + voiceMinutes) / 60;

/** A day of one person, at the hub and in meetings. */
export function personDay(capacity: Capacity, input: CostInput): { desk: Unit; calls: Unit } {
  const { groupSize, videoMinutes, voiceMinutes, messages, listeners, connectedHours, tabs } = input;
  const joins = (meetingHoursADay(input) * 60) / 30;
  const desk = sumOf([
    [capacity.connect, tabs * 2],
    [capacity.connectionHour, tabs * connectedHours],
    [capacity.message, messages],
    [capacity.delivery, messages * listeners],
    [capacity.join, joins],
  ]);
  const calls = sumOf([
    [participantHour(capacity, groupSize, input.videoFactor), videoMinutes / 60],
    [participantHour(capacity, groupSize, 0), voiceMinutes / 60],
    [trunkHour(capacity, input), (input.crossShare * videoMinutes) / 60],
  ]);
  return { desk, calls };
}

/** What somebody away from the others of a meeting adds: the others' pictures come over, their own goes out, each once. */
function trunkHour(capacity: Capacity, { groupSize, videoFactor }: CostInput): Unit {
  const { pictures, kbpsEach } = streamsOf(groupSize);
  const streams = (videoFactor * (pictures + 1) * kbpsEach) / capacity.kbps.video;
  return sumOf([
    [capacity.videoHourOut, streams],
    [capacity.videoHourIn, streams],
  ]);
}

/** People of a region who are in a meeting at its busiest moment. */
export const peakParticipants = (users: number, input: CostInput): number =>
  Math.min(users, (users * meetingHoursADay(input) * input.peakFactor) / workingHours);

/** CPU of a day as cores at its busiest moment. */
const coresAtPeak = (cpuSecondsADay: number, input: CostInput): number =>
  (cpuSecondsADay * input.peakFactor) / (workingHours * 3_600);

export function mediaNeed(capacity: Capacity, input: CostInput, users: number): Need {
  const { calls } = personDay(capacity, input);
  return {
    cores: coresAtPeak(users * calls.media, input),
    memoryBytes: peakParticipants(users, input) * capacity.memory.participant,
    egressBytes: users * calls.egress * input.workingDays,
  };
}

export function hubNeed(capacity: Capacity, input: CostInput, users: number): Need {
  const { desk, calls } = personDay(capacity, input);
  return {
    cores: capacity.baseHour.hub / 3_600 + input.overlap * coresAtPeak(users * (desk.hub + calls.hub), input),
    memoryBytes: capacity.memory.hub + users * input.overlap * input.tabs * capacity.memory.connection,
    egressBytes: users * desk.egress * input.workingDays,
  };
}

export function databaseNeed(capacity: Capacity, input: CostInput, users: number): Need {
  const { desk } = personDay(capacity, input);
  return {
    cores: capacity.baseHour.database / 3_600 + input.overlap * coresAtPeak(users * desk.database, input),
    memoryBytes: capacity.memory.database + Math.min(databaseCacheBytes, users * 1e6),
    egressBytes: 0,
  };
}

/** Files, and a year of messages. */
export const storageBytes = (capacity: Capacity, input: CostInput, users: number): number =>
  users * (input.storageMb * 1e6 + input.messages * input.workingDays * 12 * capacity.storagePerMessage);

export type Users = Record<Region, number>;
