import { type Commands, handle } from '#server/signaling/bind.ts';
import {
  getPeople,
  listPeople,
  restorePerson,
  setAdministrator,
  suspendPerson,
} from '#shared/contract/accounts.ts';
import type { Accounts } from './accounts.ts';

export function registerPeople(commands: Commands, { people, administration }: Accounts): void {
  handle(commands, listPeople, (actor, query) => people.list(actor, query), { scope: 'people:read' });
  handle(commands, getPeople, async (actor, { ids }) => ({ people: await people.get(actor, ids) }), {
    scope: 'people:read',
  });
  handle(commands, suspendPerson, (actor, { personId }) => administration.suspend(actor, personId), {
    scope: 'admin',
  });
  handle(commands, restorePerson, (actor, { personId }) => administration.restore(actor, personId), {
    scope: 'admin',
  });
  handle(
    commands,
    setAdministrator,
    (actor, { personId, isAdmin }) => administration.setAdministrator(actor, personId, isAdmin),
    { scope: 'admin' },
  );
}
