import * as z from 'zod';

const amount = z.number().nonnegative();

/** What one unit of an activity costs: CPU-seconds of each kind of process, and bytes that leave or enter the server. */
const Unit = z.object({ hub: amount, media: amount, database: amount, egress: amount, ingress: amount });
export type Unit = z.infer<typeof Unit>;

/**
 * What `npm run bench -- day` measured. `hub` is the Node process, `media` its mediasoup workers, `database` PostgreSQL. CPU is
 * counted in CPU-seconds, so neighbours on the machine hardly move it; memory is resident bytes.
 */
export const Capacity = z.object({
  measured: z.object({ at: z.string(), commit: z.string(), machine: z.string(), people: z.int() }),
  /** An installation that nobody uses, an hour: heartbeats, jobs, the database's housekeeping. */
  baseHour: Unit,
  /** A tab comes: handshake, session, spaces, channels, presence, one page of history. */
  connect: Unit,
  /** A tab that does nothing, an hour. */
  connectionHour: Unit,
  /** One message authorised and stored with fsync, without those who hear it. */
  message: Unit,
  /** One message at one tab that hears it. */
  delivery: Unit,
  /** Entering a meeting: lobby, two transports with DTLS, two producers, consumers of the others. */
  join: Unit,
  /** Being in a meeting an hour while nobody sends: consent, RTCP, heartbeat. */
  participantHour: Unit,
  /** One stream an hour, towards the server and away from it, at the bitrates below. */
  videoHourIn: Unit,
  videoHourOut: Unit,
  audioHourIn: Unit,
  audioHourOut: Unit,
  /** Of the streams that were measured, with RTP, UDP and IP headers. */
  kbps: z.object({ video: amount, audio: amount }),
  /** Resident bytes. */
  memory: z.object({
    hub: amount,
    connection: amount,
    worker: amount,
    participant: amount,
    database: amount,
  }),
  /** Bytes of database for one message, indexes included. */
  storagePerMessage: amount,
});
export type Capacity = z.infer<typeof Capacity>;
