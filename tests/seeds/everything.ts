import { listSessions } from '#shared/contract/accounts.ts';
import { createChannel, listChannels, sendMessage } from '#shared/contract/chat.ts';
import { ClientMessageId, ParticipantId } from '#shared/contract/ids.ts';
import { joinRoom } from '#shared/contract/media.ts';
import { createMeeting, knock } from '#shared/contract/meetings.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import { createCompany, setCompanyOf } from '#shared/contract/tickets.ts';
import type { World } from '../world.ts';
import { createWidget } from '#shared/contract/widget.ts';
import { category, postPanel } from './panels.ts';
import { open } from './tickets.ts';
import { plainWidget } from './widget.ts';

/** One of each: kinds of people, a space, a channel, a message, a meeting with a live room and a guest, a ticket. */
export async function everything(world: World) {
  const ada = await world.setUp('ada');
  const ben = await world.invite('ada', 'ben');
  const chloe = await world.invite('ada', 'chloe');
  const dora = await world.invite('ada', 'dora', 'customer');
  const asAda = await world.as('ada');
  const space = await asAda.call(createSpace, { name: 'Workshop', kind: 'team' });
  await asAda.call(addSpaceMember, { spaceId: space.id, personId: ben.me.id, role: 'member' });
  const channel = await asAda.call(createChannel, { spaceId: space.id, name: 'plans' });
  const message = await asAda.call(sendMessage, {
    channelId: channel.id,
    clientId: ClientMessageId.parse(crypto.randomUUID()),
    body: 'Hello',
  });
  const meeting = await asAda.call(createMeeting, { title: 'Weekly', spaceId: space.id, lobby: false });
  const guest = await world.guest('guest', meeting);
  const asGuest = await world.as('guest');
  await asGuest.call(knock, { meetingId: meeting.id });
  await asAda.call(knock, { meetingId: meeting.id });
  const participantId = ParticipantId.parse(crypto.randomUUID());
  const room = await asAda.call(joinRoom, { meetingId: meeting.id, participantId });
  const { sessions } = await asAda.call(listSessions, {});
  const company = await asAda.call(createCompany, { name: 'Acorn' });
  await asAda.call(setCompanyOf, { personId: dora.me.id, companyId: company.id });
  const ticket = await open(await world.as('dora'));
  const widget = await asAda.call(createWidget, plainWidget);
  const helpSpace = await asAda.call(createSpace, { name: 'Help', kind: 'public' });
  const { channels } = await asAda.call(listChannels, {});
  const help = channels.find(({ spaceId }) => spaceId === helpSpace.id);
  const button = category(ticket.queueId);
  const panel = await postPanel(asAda, help?.id ?? channel.id, [button]);
  const people = [ada, ben, chloe, dora, guest].map(({ me }) => me.id);
  const ids: string[] = [
    ...people,
    space.id,
    channel.id,
    message.id,
    meeting.id,
    meeting.channelId,
    participantId,
    room.node,
    room.sendTransport.id,
    company.id,
    ticket.id,
    ticket.queueId,
    widget.id,
    panel.id,
    button.id,
    ...sessions.map(({ id }) => id),
  ];
  return { space, channel, message, meeting, participantId, ids };
}
