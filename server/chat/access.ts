import type { Actor } from '#server/accounts/actor.ts';
import { type Bus, topic } from '#server/platform/bus.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ChannelId, MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import { createCache } from './cache.ts';
import {
  type ChannelFacts,
  canRead,
  type Home,
  type Membership,
  nameOf,
  type Standing,
} from './chat.policy.ts';

type AccessOptions = {
  bus: Bus;
  findFacts(id: ChannelId): Promise<ChannelFacts | undefined>;
  /** Answers undefined for an archived space, too. */
  spaceRoleOf(personId: PersonId, spaceId: SpaceId): Promise<SpaceRole | undefined>;
  meetingRoleOf(actor: Actor, meetingId: MeetingId): Promise<MeetingRole | undefined>;
};

/** What changed and must not be believed any longer, on every node. */
export type Stale = { channel: ChannelId } | { space: SpaceId } | { meeting: MeetingId };
const staleTopic = topic<Stale>('chat:stale');

/** How long an answer holds on a node that missed the news. */
const ttlMs = 10_000;
const maxEntries = 50_000;

/** Who is what in a channel, remembered for some seconds: a message sent costs no query for it. */
export function createAccess({ bus, findFacts, spaceRoleOf, meetingRoleOf }: AccessOptions) {
  const channels = createCache<ChannelFacts>({ ttlMs, maxEntries });
  const roles = createCache<Membership>({ ttlMs, maxEntries });

  async function find(actor: Actor, home: Home): Promise<Membership | undefined> {
    if (home.in === 'space') {
      const role = await spaceRoleOf(actor.personId, home.spaceId);
      return role && { in: 'space', role };
    }
    const role = await meetingRoleOf(actor, home.meetingId);
    return role && { in: 'meeting', role };
  }

  /** A channel out of reach is as unknown as one that never was. */
  async function standingIn(actor: Actor, channelId: ChannelId): Promise<Standing> {
    const channel = await channels.get(channelId, () => findFacts(channelId));
    const membership =
      channel &&
      (await roles.get(`${nameOf(channel.home)}:${actor.personId}`, () => find(actor, channel.home)));
    if (!channel || !canRead(membership)) throw unknownChannel();
    return { channel, membership };
  }

  function forget(stale: Stale): void {
    if ('channel' in stale) channels.forget(stale.channel);
    else roles.forgetAll('space' in stale ? `space:${stale.space}` : `meeting:${stale.meeting}`);
  }

  const listening = bus.subscribe(staleTopic, (stale, from) => {
    if (from !== bus.nodeId) forget(stale);
  });
  const stopWatching = bus.onState((state) => {
    if (state === 'degraded') return;
    channels.forgetAll('');
    roles.forgetAll('');
  });

  return {
    standingIn,
    /** Here at once, on the other nodes as soon as they hear of it. Call it after the commit. */
    invalidate(stale: Stale): void {
      forget(stale);
      bus.publish(staleTopic, stale);
    },
    async close(): Promise<void> {
      stopWatching();
      await (await listening)();
    },
  };
}
export type Access = ReturnType<typeof createAccess>;

export const unknownChannel = () => new AppError('notFound', 'There is no such channel.');
