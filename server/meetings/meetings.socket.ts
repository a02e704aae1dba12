import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/meetings.ts';
import type { Meetings } from './meetings.ts';

const reading = { scope: 'meetings:read' } as const;
const writing = { scope: 'meetings:write' } as const;

export function registerMeetings(commands: Commands, meetings: Meetings): void {
  const { lobby } = meetings;
  handle(commands, contract.createMeeting, meetings.create, writing);
  handle(commands, contract.updateMeeting, meetings.update, writing);
  handle(commands, contract.archiveMeeting, meetings.archive, writing);
  handle(commands, contract.listMeetings, meetings.list, reading);
  handle(commands, contract.getMeeting, meetings.get, reading);
  handle(
    commands,
    contract.knock,
    (actor, input, { connection }) => lobby.knock(actor, input, connection),
    writing,
  );
  handle(commands, contract.withdrawKnock, lobby.withdraw, writing);
  handle(commands, contract.listKnocks, lobby.list, reading);
  handle(commands, contract.answerKnock, lobby.answer, writing);
  handle(commands, contract.setMeetingRole, meetings.setRole, writing);
}
