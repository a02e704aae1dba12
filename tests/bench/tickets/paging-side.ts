import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '#server/platform/db.ts';
import { pin, serverCore } from '../processes.ts';
import type { PagedTicket } from './figures.ts';

/** What a dashboard needs to read: everything that is not closed, and what was of the last 31 days. */
async function dump(db: Kysely<Tables>): Promise<PagedTicket[]> {
  const { rows } = await sql<PagedTicket>`
    select id, number, subject, queue_id as queue, status, priority, impact, company_id as company, assignee_id as assignee,
      created_at as created, first_response_at as responded, solved_at as solved, closed_at as closed,
      waiting_since as waiting
    from tickets where status <> 'closed' or greatest(created_at, closed_at, first_response_at) >= now() - interval '31 days'
    order by number`.execute(db);
  return rows;
}

type Page = { items: PagedTicket[]; totalPages: number };

/** A local API with the same tickets, and the client that reads all its pages, one after the other. */
export async function startPaging(db: Kysely<Tables>) {
  const folder = await mkdtemp(join(tmpdir(), 'entente-paging-'));
  const tickets = join(folder, 'tickets.json');
  await writeFile(tickets, JSON.stringify(await dump(db)));
  const file = fileURLToPath(new URL('paging-server.ts', import.meta.url));
  const child = spawn(process.execPath, [file, tickets], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  if (!child.pid) throw new Error('the paging server did not start');
  pin(child.pid, serverCore);
  const url = String(line).replace('ready at ', '');
  const page = async (nth: number): Promise<Page> =>
    (await (await fetch(`${url}/tickets?page=${nth}`)).json()) as Page;
  return {
    pid: child.pid,
    page,
    async readAll(): Promise<PagedTicket[]> {
      const first = await page(1);
      const all = [...first.items];
      for (let nth = 2; nth <= first.totalPages; nth++) all.push(...(await page(nth)).items);
      return all;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Paging = Awaited<ReturnType<typeof startPaging>>;
