import { json } from 'node:stream/consumers';
import { startApiServer } from './api-server.ts';

export type OdooTicket = ReturnType<typeof odooTicket>;
export const odooStages = [
  { id: 1, name: 'New', fold: false },
  { id: 2, name: 'In Progress', fold: false },
  { id: 3, name: 'On Hold', fold: false },
  { id: 4, name: 'Solved', fold: true },
];
const at = (minute: number) =>
  new Date(Date.UTC(2026, 1, 1) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ');

/** As `search_read` of `helpdesk.ticket` tells it: `false` where there is nothing. */
export function odooTicket(id: number) {
  const stage = odooStages[id % odooStages.length];
  const company = id % 7;
  return {
    id,
    name: `Invoice ${id} is wrong`,
    description: `<p>Invoice <b>${id}</b></p>` as string | false,
    partner_id: [100 + (id % 30), `Client ${company}, Person ${id % 30}`] as [number, string] | false,
    partner_name: false as string | false,
    commercial_partner_id: [company + 1, `Client ${company}`] as [number, string] | false,
    stage_id: [stage?.id ?? 1, stage?.name ?? 'New'] as [number, string],
    priority: String(id % 4),
    create_date: at(id),
    write_date: at(id + 5),
    close_date: (stage?.fold ? at(id + 5) : false) as string | false,
    active: true,
  };
}

type Call = { params: { service: string; method: string; args: unknown[] } };
type Options = { fields?: string[]; offset?: number; limit?: number; order?: string };

/** Odoo's JSON-RPC interface as far as reading helpdesk tickets. Failures are told with status 200, as Odoo does. */
export async function startOdooServer(
  login: { database: string; login: string; key: string },
  { delayMs = 125 }: { delayMs?: number } = {},
) {
  const state = { ...login, tickets: [] as OdooTicket[] };
  const uid = 7;
  const models: Record<string, () => object[]> = {
    'helpdesk.ticket': () => state.tickets,
    'helpdesk.stage': () => odooStages,
  };
  const failed = (name: string) => ({
    error: { code: 200, message: 'Odoo Server Error', data: { name, message: name, arguments: [] } },
  });
  const pick = (record: object, fields: string[] | undefined) =>
    Object.fromEntries(
      Object.entries(record).filter(([name]) => name === 'id' || (fields?.includes(name) ?? true)),
    );

  function execute(args: unknown[]): object {
    const [database, user, key, model, method, params, options = {}] = args as [
      string,
      number,
      string,
      string,
      string,
      unknown[],
      Options?,
    ];
    if (database !== state.database || user !== uid || key !== state.key)
      return failed('odoo.exceptions.AccessDenied');
    const records = models[model]?.();
    if (!records) return failed('builtins.KeyError');
    const { fields, offset = 0, limit, order } = options;
    if (method === 'fields_get')
      return {
        result: Object.fromEntries(Object.keys(odooTicket(1)).map((name) => [name, { type: 'char' }])),
      };
    const since =
      (params[0] as [string, string, string][]).find(([field]) => field === 'write_date')?.[2] ?? '';
    const found = records.filter((record) => !('write_date' in record) || String(record.write_date) >= since);
    if (method === 'search_count') return { result: found.length };
    if (method !== 'search_read') return failed('builtins.AttributeError');
    if (order === 'id') found.sort((a, b) => (a as OdooTicket).id - (b as OdooTicket).id);
    const page = found.slice(offset, limit === undefined ? undefined : offset + limit);
    return { result: page.map((record) => pick(record, fields)) };
  }

  const server = await startApiServer({
    delayMs,
    async answer(request) {
      if (request.method !== 'POST' || request.url !== '/jsonrpc') return { status: 404, body: {} };
      const { params } = (await json(request)) as Call;
      const { service, method, args } = params;
      const [database, name, key] = args;
      const isRight = database === state.database && name === state.login && key === state.key;
      const answer =
        service === 'common' && method === 'authenticate' ? { result: isRight && uid } : execute(args);
      return { status: 200, body: { jsonrpc: '2.0', id: null, ...answer } };
    },
  });
  return { ...server, state };
}
