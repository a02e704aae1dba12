import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { createSpaceHooks } from './space-hooks.ts';
import { createSpaceLife } from './space-life.service.ts';
import { createSpaceMembers } from './space-members.service.ts';
import { createSpaceRoles } from './space-roles.service.ts';
import { createSpaceAnnounce } from './spaces.announce.ts';

/** Where people work together: membership of a space is what grants access to all that lies in it. */
export function createSpaces(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { publisher, audit }: { publisher: Publisher; audit: Audit },
) {
  const hooks = createSpaceHooks();
  const announce = createSpaceAnnounce(publisher);
  const members = createSpaceMembers({ db, clock, hooks, announce, audit });
  return {
    ...createSpaceLife({ db, clock, hooks, announce, members, audit }),
    ...createSpaceRoles({ db }),
    members,
    onSpaceCreated: hooks.created.add,
    onSpaceArchived: hooks.archived.add,
    onMembershipChanged: hooks.membership.add,
  };
}
export type Spaces = ReturnType<typeof createSpaces>;
