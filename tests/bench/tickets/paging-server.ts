import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

// The peer's other side: an API of tickets as the ones in use are, 50 a page and 125 ms a call. It holds them in memory, which
// no real one does; the delay stands for its work and the way.

const perPage = 50;
const callMs = 125;
const tickets: unknown[] = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

const server = createServer((request, response) => {
  const page = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('page') ?? 1);
  void sleep(callMs).then(() => {
    const items = tickets.slice((page - 1) * perPage, page * perPage);
    const totalPages = Math.max(1, Math.ceil(tickets.length / perPage));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items, page, totalPages, totalItemCount: tickets.length }));
  });
});
process.once('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object')
    process.stdout.write(`ready at http://127.0.0.1:${address.port}\n`);
});
