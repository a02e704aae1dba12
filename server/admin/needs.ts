import type { Actor } from '#server/accounts/actor.ts';
import type { Administration } from '#server/accounts/administration.service.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Settings } from '#server/accounts/settings.service.ts';
import type { Spaces } from '#server/accounts/spaces.ts';
import type { MediaNodes } from '#server/media/nodes.ts';
import type { RoomControl } from '#server/media/room-control.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Reader } from '#server/platform/db.ts';
import type { ProcessFacts } from '#server/platform/process-facts.ts';
import type { NodeState } from '#shared/contract/admin.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';

/** A media node that joined with a token, as the installation keeps it. */
export type JoinedNode = { id: NodeId; label: string; region: Region; state: NodeState; addresses: string[] };
export type By = Pick<Actor, 'personId' | 'kind' | 'isAdmin'>;

/** What the administration asks of the registry of joined nodes. */
export type JoinedNodes = {
  list(): Promise<JoinedNode[]>;
  createToken(by: By, token: { region: Region; label: string }): Promise<{ token: string; expiresAt: Date }>;
  /** Kept, and told to the node now or when it is back. */
  setState(by: By, node: NodeId, state: NodeState): Promise<void>;
  remove(by: By, node: NodeId): Promise<void>;
};

export type AdminNeeds = {
  audit: Audit;
  people: Pick<People, 'cards'>;
  administration: Pick<Administration, 'signOut' | 'listAll'>;
  settings: Pick<Settings, 'current' | 'update'>;
  spaces: Pick<Spaces, 'listAll'>;
  meetings: { titles(reader: Reader, ids: readonly MeetingId[]): Promise<Map<MeetingId, string>> };
  /** Heartbeats of the media nodes, and the parts of live rooms. */
  media: Pick<MediaNodes, 'loads' | 'rooms'>;
  control: Pick<RoomControl, 'setNodeState' | 'describePart'>;
  joined: JoinedNodes;
  /** Of this process. */
  facts(): ProcessFacts;
  publicUrl(): string;
};
