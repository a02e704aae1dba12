import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { createSpaceHooks } from './space-hooks.ts';
import { createSpaceMembers } from './space-members.service.ts';
import { createSpaceAnnounce } from './spaces.announce.ts';
import { createSpacesService } from './spaces.service.ts';

/** Where people work together: membership of a space is what grants access to all that lies in it. */
export function createSpaces(
  { db, clock }: { db: Db; clock: Clock },
  { publisher }: { publisher: Publisher },
) {
  const hooks = createSpaceHooks();
  const announce = createSpaceAnnounce(publisher);
  const members = createSpaceMembers({ db, clock, hooks, announce });
  return {
    ...createSpacesService({ db, clock, hooks, announce, members }),
    members,
    onSpaceCreated: hooks.created.add,
    onSpaceArchived: hooks.archived.add,
    onMembershipChanged: hooks.membership.add,
  };
}
export type Spaces = ReturnType<typeof createSpaces>;
