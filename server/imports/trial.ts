import type { Contacts } from '#server/accounts/contacts.service.ts';
import type { Db } from '#server/platform/db.ts';
import type { Intake } from '#server/tickets/intake/intake.service.ts';
import {
  type ImportedTicket,
  type ImportProblem,
  type ImportSettings,
  maxProblemsShown,
} from '#shared/contract/imports.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { openDirectory } from './directory.ts';
import type { Files } from './file.ts';
import type { StoredImport } from './imports.store.ts';
import type { Named, Said } from './said.ts';

type Parts = { db: Db; contacts: Contacts; intake: Pick<Intake, 'queuesOf'>; files: Files };

const ticketsShown = 10;
const wordsShown = 300;

/** Reads a whole file as an import would, and stores nothing. */
export function createTrial({ db, contacts, intake, files }: Parts) {
  return async function trial(
    found: StoredImport,
    settings: ImportSettings,
    { personId, now }: { personId: PersonId; now: Date },
  ) {
    const place = await openDirectory({ db, contacts, intake }, personId, settings);
    const tickets: ImportedTicket[] = [];
    const problems: ImportProblem[] = [];
    let [rows, usable, problemCount] = [0, 0, 0];
    for await (const row of files.rows(found, settings, now.toISOString())) {
      const judged = await place(row);
      rows += 1;
      problemCount += judged.problems.length;
      problems.push(...judged.problems.slice(0, maxProblemsShown - problems.length));
      if (!judged.said) continue;
      usable += 1;
      if (tickets.length < ticketsShown)
        tickets.push(shown(judged.line, judged.said, judged.placed.assigneeId !== null));
    }
    return { rows, usable, tickets, problems, problemCount };
  };
}

const written = ({ email, name }: Named): string =>
  email === null || email === name ? name : `${name} <${email}>`;

function shown(line: number, said: Said, isAssigned: boolean): ImportedTicket {
  const { subject, company, status, priority, impact, channel, tags, createdAt, solvedAt, closedAt } = said;
  return {
    line,
    subject,
    body: said.words[0].body.slice(0, wordsShown).toWellFormed(),
    requester: written(said.requester),
    company,
    status,
    priority,
    impact,
    channel,
    assignee: isAssigned && said.assignee ? said.assignee.name : null,
    tags,
    createdAt,
    solvedAt,
    closedAt,
    entries: said.words.length,
  };
}
