import * as z from 'zod';
import { command } from './define.ts';
import { Region } from './regions.ts';

const people = z.int().min(0).max(10_000_000);
const share = z.number().min(0).max(1);

/** How a company works, and how much room the machines keep. All with a default: `{}` is 100 people in Europe. */
export const CostInput = z.object({
  users: z
    .object({
      eu: people.default(0),
      na: people.default(0),
      sa: people.default(0),
      ap: people.default(0),
    })
    .default({ eu: 100, na: 0, sa: 0, ap: 0 }),
  peoplePerCompany: z.int().min(1).max(10_000).default(10),
  /** Of each person and working day. */
  videoMinutes: z.number().min(0).max(1_440).default(45),
  voiceMinutes: z.number().min(0).max(1_440).default(15),
  groupSize: z.int().min(2).max(200).default(5),
  messages: z.number().min(0).max(10_000).default(40),
  /** Tabs that hear a message. */
  listeners: z.number().min(0).max(10_000).default(12),
  connectedHours: z.number().min(0).max(24).default(9),
  tabs: z.number().min(0).max(20).default(1.5),
  workingDays: z.int().min(1).max(31).default(21),
  /** The busiest moment of a region against the mean of its eight working hours. */
  peakFactor: z.number().min(1).max(10).default(2.5),
  /** The hubs' peak over all regions against the sum of their peaks: time zones. */
  overlap: share.default(0.7),
  /** Participants whose meeting is mostly in another region. */
  crossShare: share.default(0.125),
  /** Files, pictures and recordings of a person, which nothing here measures. */
  storageMb: z.number().min(0).max(10_000_000).default(500),
  /** Share of a machine's cores that the peak may use. */
  headroom: z.number().min(0.1).max(1).default(0.6),
  /** A region with fewer people is served from the largest one. 0: every region with people has nodes of its own. */
  ownNodesFrom: z.int().min(0).default(200),
  /** Least media nodes of a region that has its own. */
  floor: z.int().min(1).max(100).default(1),
  /** From so many people on, hubs and database are there twice. */
  redundantFrom: z.int().min(1).default(500),
  /** Bitrate of all pictures against today's. */
  videoFactor: z.number().min(0).max(20).default(1),
  /** All prices against the table's. */
  priceFactor: z.number().min(0).max(20).default(1),
  /** Also machines that can no longer be ordered at that price. */
  supersededPrices: z.boolean().default(false),
});
export type CostInput = z.output<typeof CostInput>;

const amount = z.number().nonnegative();

export const CostPool = z.object({
  /** `box`: everything on one machine. */
  role: z.enum(['box', 'hub', 'database', 'media']),
  region: Region,
  /** People whose media it carries, 0 for hubs and databases. */
  users: z.int(),
  peakParticipants: amount,
  /** Needed at the peak. */
  cores: amount,
  memoryGb: amount,
  egressTb: amount,
  machine: z.string(),
  count: z.int(),
  eurMachines: amount,
  eurTraffic: amount,
});
export type CostPool = z.infer<typeof CostPool>;

export const CostReport = z.object({
  pools: z.array(CostPool),
  storageGb: amount,
  eurStorage: amount,
  eurMonth: amount,
  users: z.int(),
  companies: z.int(),
  eurPerUser: amount,
  eurPerCompany: amount,
  /** What a client company may cost, and whether it does not cost more. */
  goalEurPerCompany: amount,
  goalHolds: z.boolean(),
  /** Of one person and month. */
  perUser: z.object({ cpuSeconds: amount, egressGb: amount, meetingHours: amount }),
  measured: z.object({ at: z.string(), machine: z.string() }),
  /** Whose prices were used, with date and source. */
  prices: z.array(z.object({ machine: z.string(), eurMonth: amount, date: z.string(), source: z.string() })),
});
export type CostReport = z.infer<typeof CostReport>;

/** What an installation would cost, by what was measured and what machines are listed at. Changes nothing. */
export const estimateCost = command('admin:estimateCost', CostInput, CostReport);
