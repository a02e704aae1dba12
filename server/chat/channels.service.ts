import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import {
  type archiveChannel,
  type Channel,
  channelChanged,
  channelRemoved,
  type createChannel,
  type getChannel,
  type MyChannel,
  type updateChannel,
} from '#shared/contract/chat.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ChannelId, MeetingId, SpaceId } from '#shared/contract/ids.ts';
import { type Access, unknownChannel } from './access.ts';
import {
  type ChannelState,
  countChannels,
  factsOf,
  findState,
  insertChannel,
  listStates,
  updateChannel as storeChannel,
} from './channels.store.ts';
import type { ChatNeeds } from './chat.needs.ts';
import {
  audienceOf,
  canCreateIn,
  canManage,
  type Membership,
  rightsIn,
  type Standing,
} from './chat.policy.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & Pick<ChatNeeds, 'publisher' | 'spaces'> & { access: Access };

export const maxChannelsOfSpace = 500;

export function createChannels({ db, clock, publisher, spaces, access }: Parts) {
  const present = ({ channel, ...counts }: ChannelState, membership: Membership): MyChannel => ({
    ...channel,
    ...counts,
    can: rightsIn({ channel: factsOf(channel), membership }),
  });

  async function list(actor: Actor): Promise<{ channels: MyChannel[] }> {
    const roles = await spaces.rolesOf(actor.personId);
    const states = await listStates(db.read, actor.personId, [...roles.keys()]);
    const channels = states.flatMap((state) => {
      const role = state.channel.spaceId && roles.get(state.channel.spaceId);
      return role ? present(state, { in: 'space', role }) : [];
    });
    return { channels };
  }

  async function get(actor: Actor, { channelId }: ParsedInputOf<typeof getChannel>): Promise<MyChannel> {
    const { channel, membership } = await access.standingIn(actor, channelId);
    const state = await findState(db.read, actor.personId, channel.id);
    if (!state) throw unknownChannel();
    return present(state, membership);
  }

  async function create(actor: Actor, input: ParsedInputOf<typeof createChannel>): Promise<MyChannel> {
    const { spaceId, name, topic } = input;
    const role = await spaces.roleOf(actor.personId, spaceId);
    if (!role) throw new AppError('notFound', 'There is no such space.');
    if (!canCreateIn(role))
      throw new AppError('forbidden', 'Only owners and moderators create channels here.');
    const channel = await db.transaction(async (tx) => {
      if ((await countChannels(tx, spaceId)) >= maxChannelsOfSpace) throw tooMany();
      return await add(tx, { in: 'space', spaceId }, name, topic);
    });
    const none = { lastSeq: 0, lastPosition: 0, readPosition: 0, unread: 0, mentions: 0 };
    return present({ channel, ...none }, { in: 'space', role });
  }

  async function add(
    tx: Tx,
    home: Standing['channel']['home'],
    name: string,
    topic: string,
  ): Promise<Channel> {
    const createdAt = clock.now();
    const channel = await insertChannel(tx, { id: newId<ChannelId>(), home, name, topic, createdAt });
    announce(tx, channel);
    return channel;
  }

  function announce(tx: Tx, channel: Channel): void {
    tx.afterCommit(() => publisher.publish(audienceOf(factsOf(channel)), channelChanged, { channel }));
  }

  async function standingToManage(actor: Actor, channelId: ChannelId): Promise<Standing> {
    const standing = await access.standingIn(actor, channelId);
    if (canManage(standing)) return standing;
    const details = standing.channel.archived ? { reason: 'archived' } : {};
    throw new AppError('forbidden', 'Only owners and moderators manage a channel.', { details });
  }

  async function update(actor: Actor, input: ParsedInputOf<typeof updateChannel>): Promise<MyChannel> {
    const { channelId, name, topic } = input;
    const { channel } = await standingToManage(actor, channelId);
    const change = { ...(name === undefined ? {} : { name }), ...(topic === undefined ? {} : { topic }) };
    if (Object.keys(change).length > 0)
      await db.transaction(async (tx) => {
        announce(tx, (await storeChannel(tx, channel.id, change)) ?? gone());
      });
    return await get(actor, { channelId });
  }

  async function archive(actor: Actor, input: ParsedInputOf<typeof archiveChannel>): Promise<typeof nothing> {
    const { channel } = await standingToManage(actor, input.channelId);
    await db.transaction(async (tx) => {
      if (!(await storeChannel(tx, channel.id, { archived_at: clock.now() }))) return;
      tx.afterCommit(() => {
        access.invalidate({ channel: channel.id });
        publisher.publish(audienceOf(channel), channelRemoved, { channelId: channel.id });
      });
    });
    return nothing;
  }

  return {
    list,
    get,
    create,
    update,
    archive,
    /** The channel every space begins with. */
    createGeneral: (tx: Tx, spaceId: SpaceId) => add(tx, { in: 'space', spaceId }, 'general', ''),
    createForMeeting: (tx: Tx, meetingId: MeetingId, name: string) =>
      add(tx, { in: 'meeting', meetingId }, name, ''),
  };
}

function gone(): never {
  throw new AppError('forbidden', 'This channel was archived.', { details: { reason: 'archived' } });
}

const tooMany = () =>
  new AppError('conflict', `A space has ${maxChannelsOfSpace} channels at most.`, {
    details: { reason: 'tooManyChannels' },
  });
