import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, line, Nothing, route, Timestamp } from './define.ts';
import { AuditEntryId, MeetingId, NodeId, PersonId, SpaceId } from './ids.ts';
import { Region } from './regions.ts';

// All of this is for administrators; anybody else gets `forbidden`.

// --- nodes -------------------------------------------------------------------------------------

/** `silent`: it belongs to the installation and is not heard. */
export const NodeStatus = z.enum(['active', 'cordoned', 'draining', 'silent']);
export type NodeStatus = z.infer<typeof NodeStatus>;
/** What an administrator asks of a media node. */
export const NodeState = z.enum(['active', 'cordoned', 'draining']);
export type NodeState = z.infer<typeof NodeState>;

const Share = z.number().min(0).max(1);
/** From one node to another, measured between the nodes themselves. */
export const NodePeer = z.object({ node: NodeId, rttMs: z.number(), lossShare: Share, bitrate: z.number() });
export const NodeFigures = z.object({
  /** Share of the cores in use. */
  cpu: Share,
  memoryBytes: z.number(),
  packetsPerSecond: z.number(),
  bitrate: z.number(),
  lossShare: Share,
  rooms: z.int(),
  participants: z.int(),
  /** Participants it takes at most; null where nothing was measured. */
  capacity: z.int().nullable(),
  workers: z.int(),
  /** Socket connections, of a hub. */
  connections: z.int(),
});
export type NodeFigures = z.infer<typeof NodeFigures>;
export const AdminNode = z.object({
  id: NodeId,
  name: z.string(),
  roles: z.array(z.enum(['hub', 'media'])),
  region: Region,
  status: NodeStatus,
  /** Why it cannot take meetings, in words of the node. */
  trouble: z.string().nullable(),
  version: z.string(),
  busProtocol: z.int(),
  startedAt: Timestamp.nullable(),
  addresses: z.array(z.string()),
  /** It joined with a token and can be removed. */
  removable: z.boolean(),
  figures: NodeFigures.nullable(),
  peers: z.array(NodePeer),
});
export type AdminNode = z.infer<typeof AdminNode>;
/** The last ten minutes, oldest first, a value every ten seconds; null where nothing was heard. */
const Samples = z.array(z.number().nullable()).max(60);
export const NodeHistory = z.object({
  node: NodeId,
  cpu: Samples,
  participants: Samples,
  bitrate: Samples,
  packetsPerSecond: Samples,
});
export type NodeHistory = z.infer<typeof NodeHistory>;

/** From now on this connection hears `admin:nodesChanged`. Answers what is now. */
export const watchNodes = command(
  'admin:watchNodes',
  Nothing,
  z.object({ nodes: z.array(AdminNode), history: z.array(NodeHistory) }),
);
export const unwatchNodes = command('admin:unwatchNodes', Nothing, Nothing);
/** Every two seconds to who watches: all nodes. A node that is not named is gone. */
export const nodesChanged = event('admin:nodesChanged', z.object({ nodes: z.array(AdminNode) }));
/** Cordon, drain, undrain (`active`). Only of nodes with the role media. */
export const setNodeState = command(
  'admin:setNodeState',
  z.object({ node: NodeId, state: NodeState }),
  AdminNode,
);
/** A node that joined leaves the installation for good; its key is worthless from now on. Drain it first, else `conflict`. */
export const removeNode = command(
  'admin:removeNode',
  z.object({ node: NodeId, force: z.boolean().default(false) }),
  Nothing,
);
/** A one-time token with which a media node joins. `commandLine` starts one on a machine with Entente on it. */
export const createJoinToken = command(
  'admin:createJoinToken',
  z.object({ region: Region, label: line(60) }),
  z.object({ token: z.string(), expiresAt: Timestamp, commandLine: z.string() }),
);

// --- rooms -------------------------------------------------------------------------------------

export const AdminRoom = z.object({
  meetingId: MeetingId,
  title: z.string(),
  participants: z.int(),
  parts: z.array(z.object({ node: NodeId, participants: z.int() })),
});
export type AdminRoom = z.infer<typeof AdminRoom>;
/** Live rooms, largest first, 200 at most. */
export const listRooms = command(
  'admin:listRooms',
  z.object({ node: NodeId.optional() }),
  z.object({ rooms: z.array(AdminRoom), total: z.int() }),
);
/** Streams between nodes of one room. */
export const RoomTrunk = z.object({
  from: NodeId,
  to: NodeId,
  streams: z.int(),
  bitrate: z.number(),
  lossShare: Share,
  rttMs: z.number().nullable(),
});
export const describeRoom = command(
  'admin:describeRoom',
  z.object({ meetingId: MeetingId }),
  z.object({
    room: AdminRoom,
    trunks: z.array(RoomTrunk),
    producers: z.int(),
    consumers: z.int(),
  }),
);

// --- overview, people, spaces, settings ---------------------------------------------------------

export const getOverview = command(
  'admin:getOverview',
  Nothing,
  z.object({
    people: z.object({ members: z.int(), customers: z.int(), guests: z.int(), suspended: z.int() }),
    administrators: z.int(),
    spaces: z.int(),
    messagesToday: z.int(),
    meetingsLive: z.int(),
    participants: z.int(),
    connections: z.int(),
    version: z.string(),
  }),
);
export const AdminPerson = z.object({
  person: PersonCard,
  email: z.string().nullable(),
  isAdmin: z.boolean(),
  suspended: z.boolean(),
  createdAt: Timestamp,
  lastSeenAt: Timestamp.nullable(),
  sessions: z.int(),
});
export type AdminPerson = z.infer<typeof AdminPerson>;
/** By name; the cursor is the last id of the page before. Suspending and roles are `people:*`. */
export const listAllPeople = command(
  'admin:listPeople',
  z.object({ search: z.string().max(100).default(''), after: PersonId.optional() }),
  z.object({ people: z.array(AdminPerson), more: z.boolean() }),
);
/** Ends every session of the person. */
export const signOutPerson = command(
  'admin:signOutPerson',
  z.object({ personId: PersonId }),
  z.object({ ended: z.int() }),
);
export const AdminSpace = z.object({
  id: SpaceId,
  name: z.string(),
  kind: z.enum(['team', 'client', 'public']),
  members: z.int(),
  channels: z.int(),
  archivedAt: Timestamp.nullable(),
  createdAt: Timestamp,
});
export type AdminSpace = z.infer<typeof AdminSpace>;
/** Every space of the organisation, also those the administrator is not in; what is said there stays with its members. */
export const listAllSpaces = command(
  'admin:listSpaces',
  z.object({ search: z.string().max(100).default(''), after: SpaceId.optional() }),
  z.object({ spaces: z.array(AdminSpace), more: z.boolean() }),
);
export const OrganisationSettings = z.object({
  name: line(120),
  /** A new meeting has a lobby. */
  lobbyByDefault: z.boolean(),
  /** Strangers may enter meetings by link. */
  guests: z.boolean(),
  /** Days without use after which a session ends. */
  sessionDays: z.int().min(1).max(365),
  /** Days the audit log is kept. */
  auditDays: z.int().min(30).max(3650),
});
export type OrganisationSettings = z.infer<typeof OrganisationSettings>;
export const getSettings = command('admin:getSettings', Nothing, OrganisationSettings);
export const updateSettings = command(
  'admin:updateSettings',
  OrganisationSettings.partial(),
  OrganisationSettings,
);

// --- health ------------------------------------------------------------------------------------

export const healthChecks = [
  'database',
  'bus',
  'blobs',
  'media',
  'turn',
  'certificates',
  'clock',
  'disk',
  'versions',
  'tickets',
  'connectors',
] as const;
export const HealthCheck = z.object({
  id: z.enum(healthChecks),
  /** `off`: not configured, which is fine. */
  status: z.enum(['ok', 'warning', 'failed', 'off']),
  /** A stable word for the interface's sentence, such as `slow` or `expires`; `facts` fill its gaps. */
  reason: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  tookMs: z.number(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;
/** Runs every check now, each bounded to 5 s. */
export const getHealth = command(
  'admin:getHealth',
  Nothing,
  z.object({ checks: z.array(HealthCheck), at: Timestamp }),
);

// --- audit log ---------------------------------------------------------------------------------

/**
 * `hash` is SHA-256 over the hash before it and the canonical entry (RFC 8785): a changed, removed or inserted entry breaks
 * the chain from there on.
 */
export const AuditEntry = z.object({
  id: AuditEntryId,
  seq: z.int(),
  at: Timestamp,
  /** Who did it; null: nobody who is known (a failed sign-in), or the hub itself. */
  actor: PersonCard.nullable(),
  /** `domain.verb`, such as `people.suspended`. */
  action: z.string(),
  /** What it was done to, as a kind and an id, with the name it had then. */
  target: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  address: z.string().nullable(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
const AuditFilter = z.object({
  /** A whole action, or a domain such as `people`. */
  action: z.string().max(80).optional(),
  actorId: PersonId.optional(),
  /** Somewhere in the names, the facts or the address. */
  text: z.string().max(100).optional(),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
});
/** Newest first. `before`: the `seq` of the last entry of the page before. */
export const listAudit = command(
  'admin:listAudit',
  AuditFilter.extend({ before: z.int().optional(), limit: z.int().min(1).max(200).default(50) }),
  z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
);
export const listAuditActions = command(
  'admin:listAuditActions',
  Nothing,
  z.object({ actions: z.array(z.string()) }),
);
/** Walks the whole chain. `brokenAt`: the `seq` of the first entry that does not fit. */
export const verifyAudit = command(
  'admin:verifyAudit',
  Nothing,
  z.object({ ok: z.boolean(), checked: z.int(), brokenAt: z.int().nullable(), head: z.string() }),
);
/** Streams every matching entry, oldest first, as `csv` or `jsonl`; 404 for anybody but administrators. */
export const exportAudit = route('get', '/admin/audit', {
  summary: 'Export the audit log',
  access: 'admin',
  query: AuditFilter.extend({ format: z.enum(['csv', 'jsonl']).default('jsonl') }),
  output: Nothing,
});

// --- autoscaling -------------------------------------------------------------------------------

export const RegionScaling = z.object({
  /** Media nodes at least and at most. A floor of 0 scales to zero. */
  floor: z.int().min(0).max(1000),
  ceiling: z.int().min(0).max(1000),
  /** EUR of one node and month. */
  nodePrice: z.number().min(0).max(100_000),
  /** Called with POST and a signed JSON body to add or remove a node; null: the command below, or nothing. */
  webhook: z.url().max(500).nullable(),
  /** A program of the hub's machine (ENTENTE_SCALE_COMMAND names the one that may run) is called instead of a webhook. */
  useCommand: z.boolean(),
});
export type RegionScaling = z.infer<typeof RegionScaling>;
export const Autoscaling = z.object({
  enabled: z.boolean(),
  /** EUR a month over all regions that is never passed; null: no limit. */
  monthlyCap: z.number().min(0).nullable(),
  regions: z.partialRecord(Region, RegionScaling),
});
export type Autoscaling = z.infer<typeof Autoscaling>;
export type ScalingDecision = z.infer<typeof ScalingDecision>;
export const ScalingDecision = z.object({
  at: Timestamp,
  region: Region,
  action: z.enum(['add', 'drain', 'remove', 'hold']),
  node: NodeId.nullable(),
  /** A stable word for the interface's sentence. */
  reason: z.string(),
  outcome: z.enum(['done', 'failed', 'none']),
});
export const getAutoscaling = command(
  'admin:getAutoscaling',
  Nothing,
  z.object({
    settings: Autoscaling,
    spentThisMonth: z.number(),
    forecastThisMonth: z.number(),
    decisions: z.array(ScalingDecision),
  }),
);
export const setAutoscaling = command('admin:setAutoscaling', Autoscaling, Autoscaling);
