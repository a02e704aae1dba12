import { nothing } from '#shared/contract/define.ts';
import { listPresence, setPresence } from '#shared/contract/presence.ts';
import { type Commands, handle } from './bind.ts';
import type { PresenceTracker } from './presence.ts';

export function registerPresence(commands: Commands, presence: PresenceTracker): void {
  handle(
    commands,
    listPresence,
    async (actor) => ({ people: actor.kind === 'member' ? presence.list() : [] }),
    { scope: 'people:read' },
  );
  handle(commands, setPresence, async (_actor, input, { connection }) => {
    presence.say(connection.id, input.presence);
    return nothing;
  });
}
