import { createMeeting, type MyMeeting } from '#shared/contract/meetings.ts';
import type { World } from '#tests/world.ts';
import { type CompanyWithSpaces, companyWithSpaces } from './accounts.ts';

export type WithMeetings = CompanyWithSpaces & {
  /** Of Ben, in no space, with a lobby; `gus` and `gwen` are its guests. */
  planning: MyMeeting;
  /** Of Ben, in the workshop (with Chloe), without a lobby; `greta` is its guest. */
  standup: MyMeeting;
};

export async function withMeetings(world: World): Promise<WithMeetings> {
  const company = await companyWithSpaces(world);
  const ben = await world.as('ben');
  const planning = await ben.call(createMeeting, { title: 'Planning' });
  const standup = await ben.call(createMeeting, {
    title: 'Stand-up',
    spaceId: company.workshop,
    lobby: false,
  });
  await world.guest('gus', planning);
  await world.guest('gwen', planning);
  await world.guest('greta', standup);
  return { ...company, planning, standup };
}
