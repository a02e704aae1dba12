import type { Actor } from '#server/accounts/actor.ts';
import type { Administration } from '#server/accounts/administration.service.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Settings } from '#server/accounts/settings.service.ts';
import type { Spaces } from '#server/accounts/spaces.ts';
import type { Connectors } from '#server/connectors/connectors.service.ts';
import type { MediaNodes } from '#server/media/nodes.ts';
import type { NodeRegistry } from '#server/media/registry/registry.ts';
import type { NodeRow } from '#server/media/registry/registry.store.ts';
import type { RoomControl } from '#server/media/room-control.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Reader } from '#server/platform/db.ts';
import type { ProcessFacts } from '#server/platform/process-facts.ts';
import type { Figures } from '#server/tickets/figures/figures.ts';
import type { MeetingId } from '#shared/contract/ids.ts';

/** Who acts: an administrator, or the hub for the one who decided that it should. */
export type By = Pick<Actor, 'personId' | 'kind' | 'isAdmin'>;
/** A media node that joined with a token, as the installation keeps it. */
export type JoinedNode = Pick<NodeRow, 'id' | 'label' | 'region' | 'state' | 'addresses' | 'addedAt'>;

export type AdminNeeds = {
  audit: Audit;
  people: Pick<People, 'cards'>;
  administration: Pick<Administration, 'signOut' | 'listAll'>;
  settings: Pick<Settings, 'current' | 'update'>;
  spaces: Pick<Spaces, 'listAll'>;
  meetings: { titles(reader: Reader, ids: readonly MeetingId[]): Promise<Map<MeetingId, string>> };
  figures: Pick<Figures, 'lastProof'>;
  /** Heartbeats of the media nodes, and the parts of live rooms. */
  media: Pick<MediaNodes, 'loads' | 'rooms'>;
  control: Pick<RoomControl, 'setNodeState' | 'describeNode'>;
  joined: Pick<NodeRegistry, 'allNodes' | 'createJoinToken' | 'setState' | 'removeNode'>;
  connectors: Pick<Connectors, 'states'>;
  /** Of this process. */
  facts(): ProcessFacts;
  publicUrl(): string;
};
