import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { Message, MyChannel, sendMessage, type } from '#shared/contract/chat.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import type {
  ChannelId,
  ClientMessageId,
  MeetingId,
  MessageId,
  PersonId,
  SpaceId,
} from '#shared/contract/ids.ts';
import { createAccess, unknownChannel } from './access.ts';
import { createChannels } from './channels.service.ts';
import { factsOf, findChannel, findMeetingChannel } from './channels.store.ts';
import type { ChatNeeds } from './chat.needs.ts';
import { audienceOf, canPost, type Home, rightsIn } from './chat.policy.ts';
import { createMessages } from './messages.service.ts';
import { closed, createPosting } from './posting.ts';
import { createReaders } from './readers.ts';
import { createReading } from './reading.service.ts';
import { markSpaceRead } from './reading.store.ts';
import { createTyping } from './typing.ts';

/** Where a channel is, who hears it, and what somebody may do in it. */
export type Place = { home: Home; audience: Audience; can: MyChannel['can'] };
/** What another domain says in a channel in somebody's name. The same client id twice is one message. */
export type Saying = { channelId: ChannelId; clientId: ClientMessageId; authorId: PersonId; body: string };

type ChatPlatform = Pick<Platform, 'db' | 'bus' | 'clock' | 'logger' | 'metrics'>;

/** Channels and their messages. Who may do what is in `chat.policy.ts`. */
export function createChat({ db, bus, clock, logger, metrics }: ChatPlatform, needs: ChatNeeds) {
  const { publisher, people, spaces, meetings } = needs;
  const access = createAccess({
    bus,
    findFacts: async (id) => {
      const channel = await findChannel(db.read, id);
      return channel && factsOf(channel);
    },
    spaceRoleOf: (personId, spaceId) => spaces.roleOf(personId, spaceId),
    meetingRoleOf: meetings.roleOf,
  });
  const channels = createChannels({ db, clock, publisher, spaces, access });
  const readersAmong = createReaders({ spaces, meetings });
  const posting = createPosting({ db, clock, metrics, publisher, readersAmong });
  const messages = createMessages({ db, clock, publisher, people, access, posting, readersAmong });
  const reading = createReading({ db, publisher, access });
  const typing = createTyping({ db, logger, publisher, people });

  return {
    listChannels: channels.list,
    getChannel: channels.get,
    createChannel: channels.create,
    updateChannel: channels.update,
    archiveChannel: channels.archive,
    send(actor: Actor, input: ParsedInputOf<typeof sendMessage>): Promise<Message> {
      typing.stop(actor.personId, input.channelId);
      return messages.send(actor, input);
    },
    edit: messages.edit,
    remove: messages.remove,
    history: messages.history,
    since: messages.since,
    markRead: reading.markRead,

    async type(actor: Actor, { channelId }: ParsedInputOf<typeof type>): Promise<typeof nothing> {
      const standing = await access.standingIn(actor, channelId);
      if (!canPost(standing)) throw closed();
      typing.add(actor.personId, standing.channel);
      return nothing;
    },

    /**
     * What a connection joins when it opens a channel. A space's channels are heard with their space; a meeting's own
     * listeners are let in by what the meeting says now, not by what is remembered.
     */
    async audienceFor(actor: Actor, channelId: ChannelId): Promise<Audience | undefined> {
      const { channel } = await access.standingIn(actor, channelId);
      if (channel.home.in === 'space') return undefined;
      if (!(await meetings.roleOf(actor, channel.home.meetingId))) throw unknownChannel();
      return audienceOf(channel);
    },

    // What other domains ask.
    getMessage: messages.get,
    async placeOf(actor: Actor, channelId: ChannelId): Promise<Place> {
      const standing = await access.standingIn(actor, channelId);
      return {
        home: standing.channel.home,
        audience: audienceOf(standing.channel),
        can: rightsIn(standing),
      };
    },
    /** The author need not be in the channel: the hub speaks for them. */
    async say(saying: Saying): Promise<Message> {
      const channel = await findChannel(db.read, saying.channelId);
      if (!channel) throw unknownChannel();
      return await posting.post({ ...saying, id: newId<MessageId>(), mentions: [] }, factsOf(channel));
    },

    // What other domains tell chat, within their transaction.
    createMeetingChannel: (tx: Tx, meeting: { meetingId: MeetingId; name: string }) =>
      channels.createForMeeting(tx, meeting.meetingId, meeting.name),
    spaceCreated: (tx: Tx, spaceId: SpaceId) => channels.createGeneral(tx, spaceId),
    async memberAdded(tx: Tx, spaceId: SpaceId, personId: PersonId): Promise<void> {
      await markSpaceRead(tx, spaceId, personId);
      tx.afterCommit(() => access.invalidate({ space: spaceId }));
    },
    /** Somebody left, was removed or has another role; or the space was archived. */
    membersChanged: (tx: Tx, spaceId: SpaceId) => tx.afterCommit(() => access.invalidate({ space: spaceId })),
    /** Somebody may not read a meeting's channel any more: their connections stop hearing it. */
    async leftMeeting(tx: Tx, meetingId: MeetingId, personId: PersonId): Promise<void> {
      const channelId = await findMeetingChannel(tx, meetingId);
      tx.afterCommit(() => {
        access.invalidate({ meeting: meetingId });
        if (channelId) publisher.expel(personId, audience.channel(channelId));
      });
    },
    /** After the commit: somebody's role in a meeting changed, or they were let in. */
    meetingAccessChanged: (meetingId: MeetingId) => access.invalidate({ meeting: meetingId }),

    async close(): Promise<void> {
      typing.close();
      await Promise.all([posting.close(), reading.close(), access.close()]);
    },
  };
}
export type Chat = ReturnType<typeof createChat>;
