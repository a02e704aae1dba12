import { startApiServer } from './api-server.ts';

export type AteraTicket = ReturnType<typeof ateraTicket>;
export type AteraAlert = ReturnType<typeof ateraAlert>;
const statuses = ['Open', 'Open', 'Pending', 'Resolved', 'Closed'] as const;
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString().slice(0, 19);

/** As `GET /api/v3/tickets` tells it. Times are UTC and do not say so. */
export function ateraTicket(id: number) {
  const status: string = statuses[id % statuses.length] ?? 'Open';
  const isOver = status === 'Resolved' || status === 'Closed';
  return {
    TicketID: id,
    TicketNumber: `${100_000 + id}`,
    TicketTitle: `Printer ${id} is on fire`,
    TicketPriority: ['Low', 'Medium', 'High', 'Critical'][id % 4] as string,
    TicketImpact: ['NoImpact', 'Minor', 'Major', 'Crisis'][id % 4] as string,
    TicketStatus: status,
    TicketSource: 'Email',
    TicketType: 'Incident',
    EndUserID: id % 40,
    EndUserEmail: `user${id % 40}@client${id % 7}.example`,
    EndUserFirstName: 'User',
    EndUserLastName: String(id % 40),
    EndUserPhone: null,
    CustomerID: id % 7,
    CustomerName: `Client ${id % 7}`,
    TechnicianContactID: null,
    TechnicianFullName: null,
    FirstComment: `<p>Hello,</p><p>printer <b>${id}</b> burns.<img src="http://tracker.example/${id}.gif"></p><script>alert(1)</script>`,
    TicketCreatedDate: at(id),
    TechnicianFirstCommentDate: isOver ? at(id + 30) : null,
    LastEndUserCommentTimestamp: at(id),
    LastTechnicianCommentTimestamp: isOver ? at(id + 30) : null,
    TicketResolvedDate: isOver ? at(id + 90) : null,
    ClosedTicketDueDate: null,
  };
}

export function ateraAlert(id: number) {
  return {
    AlertID: id,
    Code: 1,
    Source: 'Agent',
    Title: `Disk of server ${id} is full`,
    Severity: ['Information', 'Warning', 'Critical'][id % 3] as string,
    Created: `${at(id)}Z`,
    Archived: id % 5 === 0,
    ArchivedDate: id % 5 === 0 ? `${at(id + 10)}Z` : null,
    AlertMessage: 'Less than 5 % are left.',
    DeviceGuid: `guid-${id % 10}`,
    DeviceName: `server-${id % 10}`,
    CustomerID: id % 7,
    CustomerName: `Client ${id % 7}`,
  };
}

/** Atera's REST interface, version 3, as far as tickets and alerts: the newest first, at most 50 a page. */
export async function startAteraServer({ key, delayMs = 125 }: { key: string; delayMs?: number }) {
  const state = {
    key,
    tickets: [] as AteraTicket[],
    alerts: [] as AteraAlert[],
    /** Before a page is answered. */
    beforePage: (_what: string, _page: number): void => {},
  };
  const server = await startApiServer({
    delayMs,
    async answer(request) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const what = /^\/api\/v3\/(tickets|alerts)$/.exec(url.pathname)?.[1] as
        | 'tickets'
        | 'alerts'
        | undefined;
      if (!what) return { status: 404, body: {} };
      if (request.headers['x-api-key'] !== state.key)
        return { status: 401, body: { Message: 'Unauthorized' } };
      const page = Number(url.searchParams.get('page') ?? '1');
      const itemsInPage = Math.min(50, Number(url.searchParams.get('itemsInPage') ?? '20'));
      state.beforePage(what, page);
      const all: unknown[] = state[what].toReversed();
      return {
        status: 200,
        body: {
          items: all.slice((page - 1) * itemsInPage, page * itemsInPage),
          totalItemCount: all.length,
          page,
          itemsInPage,
          totalPages: Math.ceil(all.length / itemsInPage),
          prevLink: '',
          nextLink: '',
        },
      };
    },
  });
  return { ...server, state };
}
