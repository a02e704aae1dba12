import type { Contacts } from '#server/accounts/contacts.service.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Incoming, Intake } from '#server/tickets/intake/intake.service.ts';
import type { PersonId, TicketEntryId, TicketId, TicketImportId } from '#shared/contract/ids.ts';
import type { Placed } from './directory.ts';
import * as store from './imports.store.ts';
import type { Named, Said } from './said.ts';

type Parts = { contacts: Contacts; intake: Pick<Intake, 'bring'> };
export type Ready = { said: Said; placed: Placed };

const personKey = ({ email, name }: Named): string =>
  email === null ? `name:${name.toLowerCase()}` : `mail:${email}`;

/** A batch of tickets with everybody who speaks in them, in few statements. */
export function createBringing({ contacts, intake }: Parts) {
  /** An account with their address; who asked in an import before; else a customer who never signs in. */
  async function peopleOf(tx: Tx, named: readonly Named[]): Promise<Map<string, PersonId>> {
    const people = new Map(named.map((each) => [personKey(each), each]));
    const accounts = await contacts.withEmails(
      tx,
      named.flatMap(({ email }) => email ?? []),
    );
    const found = await store.findPeople(tx, [...people.keys()]);
    for (const [email, { id }] of accounts) found.set(`mail:${email}`, id);
    const made = new Map<string, PersonId>();
    for (const [key, { name }] of people) if (!found.has(key)) made.set(key, await contacts.create(tx, name));
    await store.insertPeople(tx, made);
    return new Map([...found, ...made]);
  }

  return async function bring(tx: Tx, importId: TicketImportId, items: readonly Ready[]): Promise<number> {
    const named = items.flatMap(({ said }) => [said.requester, ...said.words.map(({ author }) => author)]);
    const people = await peopleOf(tx, named);
    const idOf = (person: Named): PersonId => {
      const id = people.get(personKey(person));
      if (!id) throw new Error('a person of an import whom nobody made');
      return id;
    };
    const names = new Map<TicketId, string>();
    const incoming = items.map((item): Incoming => {
      const made = incomingOf(item, idOf);
      names.set(made.ticket.id, item.said.externalId);
      return made;
    });
    const tickets = await intake.bring(tx, incoming);
    const brought = tickets.map(({ id, seq }) => ({ externalId: names.get(id) ?? id, ticketId: id, seq }));
    await store.insertBrought(tx, importId, brought);
    return tickets.length;
  };
}

function incomingOf({ said, placed }: Ready, idOf: (person: Named) => PersonId): Incoming {
  const { externalId: _, requester, company, queue: __, assignee: ___, words, ...fields } = said;
  return {
    company,
    ticket: { ...fields, ...placed, id: newId<TicketId>(), requesterId: idOf(requester) },
    entries: words.map(({ kind, author, body, at }) => ({
      kind,
      id: newId<TicketEntryId>(),
      at,
      authorId: idOf(author),
      body,
      attachments: [],
    })),
  };
}
