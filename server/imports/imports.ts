import type { Contacts } from '#server/accounts/contacts.service.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Tickets } from '#server/tickets/tickets.ts';
import { createFiles } from './file.ts';
import { defineImportJobs, enqueueImport } from './imports.jobs.ts';
import { createImports } from './imports.service.ts';
import { createRunning } from './running.service.ts';

type Needs = { audit: Audit; contacts: Contacts; tickets: Pick<Tickets, 'intake'> };

/** Files of tickets that are brought into the desk. Before the jobs start. */
export function openImports(platform: Platform, { audit, contacts, tickets: { intake } }: Needs) {
  const { jobs, blobs } = platform;
  const files = createFiles(blobs);
  const imports = createImports({
    ...platform,
    audit,
    contacts,
    intake,
    files,
    enqueue: (importId) => enqueueImport(jobs, importId),
  });
  const { run } = createRunning({ ...platform, contacts, intake, files });
  defineImportJobs(jobs, { run, sweep: imports.sweep });
  return imports;
}
