import type { Contacts } from '#server/accounts/contacts.service.ts';
import type { Db } from '#server/platform/db.ts';
import type { Intake } from '#server/tickets/intake/intake.service.ts';
import type { ImportSettings } from '#shared/contract/imports.ts';
import type { PersonId, QueueId } from '#shared/contract/ids.ts';
import { createProblems, type Named, type Row } from './said.ts';
import { plain } from './words.ts';

type Parts = { db: Db; contacts: Contacts; intake: Pick<Intake, 'queuesOf'> };
export type Placed = { queueId: QueueId; assigneeId: PersonId | null };

/** What the names in one file mean here, to the person who imports it: each is asked for once. */
export async function openDirectory(
  { db, contacts, intake }: Parts,
  personId: PersonId,
  settings: ImportSettings,
) {
  const queues = new Map((await intake.queuesOf(personId)).map(({ id, name }) => [plain(name), id]));
  const agents = new Map<string, Promise<PersonId | undefined>>();

  async function findAgent({ email, name }: Named): Promise<PersonId | undefined> {
    const known = email === null ? undefined : (await contacts.withEmails(db.read, [email])).get(email);
    return known?.kind === 'member' ? known.id : await contacts.employeeNamed(db.read, name);
  }

  function agentOf(named: Named): Promise<PersonId | undefined> {
    const key = JSON.stringify(named);
    const found = agents.get(key) ?? findAgent(named);
    agents.set(key, found);
    return found;
  }

  /** Adds to the problems of the row what is not known. */
  return async function place(row: Row): Promise<Row & { placed: Placed }> {
    const { queueId } = settings;
    const { said, line } = row;
    if (!said) return { ...row, placed: { queueId, assigneeId: null } };
    const { problems, ignore } = createProblems(line);
    const queue = said.queue === null ? queueId : queues.get(plain(said.queue));
    if (queue === undefined) ignore('unknown', 'queue', said.queue ?? '');
    const assignee = said.assignee === null ? null : await agentOf(said.assignee);
    if (assignee === undefined)
      ignore('unknown', 'assignee', said.assignee?.email ?? said.assignee?.name ?? '');
    return {
      ...row,
      problems: [...row.problems, ...problems],
      placed: { queueId: queue ?? queueId, assigneeId: assignee ?? null },
    };
  };
}
