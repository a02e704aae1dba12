import type * as z from 'zod';
import type { Actor } from '#server/accounts/actor.ts';
import type { NodeDescription, TrunkDescription } from '#server/media/media.commands.ts';
import type { Db } from '#server/platform/db.ts';
import type { AdminRoom, describeRoom, listRooms, RoomTrunk } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import { requireAdministrator } from '../admin.policy.ts';
import type { AdminNeeds } from '../needs.ts';

type Parts = { db: Db } & Pick<AdminNeeds, 'media' | 'control' | 'meetings'>;
type Live = ReturnType<AdminNeeds['media']['rooms']>[number];

const shown = 200;

/** Live rooms and where their parts are. Titles, but nothing of what is said and nobody's name. */
export function createLiveRooms({ db, media, control, meetings }: Parts) {
  const sizeOf = ({ parts }: Live) => parts.reduce((sum, { participants }) => sum + participants, 0);

  async function present(rooms: Live[]): Promise<AdminRoom[]> {
    const titles = await meetings.titles(
      db.read,
      rooms.map(({ meetingId }) => meetingId),
    );
    return rooms.map((room) => ({
      meetingId: room.meetingId,
      title: titles.get(room.meetingId) ?? '',
      participants: sizeOf(room),
      parts: room.parts.toSorted((a, b) => b.participants - a.participants),
    }));
  }

  return {
    async list(actor: Actor, node: NodeId | undefined): Promise<OutputOf<typeof listRooms>> {
      requireAdministrator(actor);
      const all = media
        .rooms()
        .filter((room) => sizeOf(room) > 0)
        .filter(({ parts }) => node === undefined || parts.some((part) => part.node === node));
      const largest = all.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, shown);
      return { rooms: await present(largest), total: all.length };
    },

    /** The parts tell of themselves; one that does not answer in time is missing in the sums. */
    async describe(actor: Actor, meetingId: MeetingId): Promise<OutputOf<typeof describeRoom>> {
      requireAdministrator(actor);
      const room = media.rooms().find((each) => each.meetingId === meetingId);
      const [presented] = await present(room ? [room] : []);
      if (!room || !presented)
        throw new AppError('notFound', 'Nobody is in this meeting.', { details: { reason: 'noRoom' } });
      const described = await Promise.allSettled(
        room.parts.map(async ({ node }) => ({
          node,
          ...partOf(await control.describeNode(node), meetingId),
        })),
      );
      const parts = described.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      return {
        room: presented,
        trunks: parts.flatMap(({ node, trunks }) => trunks.flatMap((trunk) => incoming(node, trunk))),
        producers: parts.reduce((sum, { producers }) => sum + producers, 0),
        consumers: parts.reduce((sum, { consumers }) => sum + consumers, 0),
      };
    },
  };
}
export type LiveRooms = ReturnType<typeof createLiveRooms>;

const nothing = { producers: 0, consumers: 0, trunks: [] };
const partOf = ({ rooms }: NodeDescription, meetingId: MeetingId) =>
  rooms.find((each) => each.meetingId === meetingId) ?? nothing;

/** Both ends tell of a trunk; the one that receives knows what arrives. */
const incoming = (to: NodeId, trunk: TrunkDescription): z.infer<typeof RoomTrunk>[] =>
  trunk.direction === 'out'
    ? []
    : [
        {
          from: trunk.node,
          to,
          streams: trunk.streams,
          bitrate: trunk.bitrate,
          lossShare: trunk.lossShare ?? 0,
          rttMs: trunk.rttMs,
        },
      ];
