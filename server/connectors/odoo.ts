import * as z from 'zod';
import type { ConnectorSettings } from '#shared/contract/connectors.ts';
import type { ApiClient } from './api-client.ts';
import { fieldsOf, type Stages, ticketOf } from './odoo-tickets.ts';
import { type PagedList, pageSize, type Source } from './source.ts';
import { SourceFailure } from './trouble.ts';

/** Hosted ones want few calls; one's own is shared with the people who work in it. */
export const odooRate = { burst: 40, perSecond: 5 };
/** A change is written at the time its transaction began, and seen when that ends. */
const overlapMs = 120_000;

const Answer = z.union([
  z.object({ error: z.object({ data: z.object({ name: z.string() }).partial().default({}) }) }),
  z.object({ result: z.unknown() }),
]);
const Records = z.array(z.record(z.string(), z.unknown()));
const StageRecords = z.array(z.object({ id: z.int(), name: z.string(), fold: z.boolean().default(false) }));
const stagesIn = { 'helpdesk.ticket': 'helpdesk.stage', 'project.task': 'project.task.type' } as const;
const refusals = /(AccessDenied|AccessError)$/;

/** Odoo's JSON-RPC interface: tickets of the helpdesk, or tasks of projects. */
export function createOdoo(
  settings: Extract<ConnectorSettings, { kind: 'odoo' }>,
  key: string,
  ask: ApiClient,
): Source {
  const { url, database, login, model } = settings;

  async function call<S extends z.ZodType>(
    schema: S,
    service: 'common' | 'object',
    method: string,
    args: unknown[],
  ): Promise<z.output<S>> {
    const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', params: { service, method, args } });
    const headers = { 'content-type': 'application/json' };
    const answer = Answer.safeParse(await ask(`${url}/jsonrpc`, { method: 'POST', headers, body }));
    if (!answer.success) throw new SourceFailure('unreadable', 'the answer is none of JSON-RPC');
    if ('error' in answer.data) {
      const name = answer.data.error.data.name ?? 'an error';
      throw new SourceFailure(refusals.test(name) ? 'refused' : 'failing', `${method} ended with ${name}`);
    }
    const result = schema.safeParse(answer.data.result);
    if (!result.success) throw new SourceFailure('unreadable', `${method} answered something else`);
    return result.data;
  }

  /** Answers how to call the methods of models. */
  async function signIn() {
    const credentials = [database, login, key, {}];
    const uid = await call(z.union([z.int(), z.literal(false)]), 'common', 'authenticate', credentials);
    if (uid === false) throw new SourceFailure('refused', 'the login or its key is not right');
    return <S extends z.ZodType>(
      schema: S,
      of: string,
      method: string,
      args: unknown[],
      options: object = {},
    ) => call(schema, 'object', 'execute_kw', [database, uid, key, of, method, args, options]);
  }

  async function readStages(execute: Awaited<ReturnType<typeof signIn>>): Promise<Stages> {
    const stages = await execute(StageRecords, stagesIn[model], 'search_read', [[]], {
      fields: ['name', 'fold'],
    });
    return new Map(stages.map((stage) => [stage.id, stage]));
  }

  return {
    async probe() {
      const execute = await signIn();
      await execute(z.int(), model, 'search_count', [[]]);
    },

    async lists(since) {
      const execute = await signIn();
      const [known, stages] = await Promise.all([
        execute(z.record(z.string(), z.unknown()), model, 'fields_get', [], { attributes: ['type'] }),
        readStages(execute),
      ]);
      const fields = fieldsOf.filter((field) => Object.hasOwn(known, field));
      const from = since && new Date(since.getTime() - overlapMs);
      const domain = from ? [['write_date', '>=', from.toISOString().slice(0, 19).replace('T', ' ')]] : [];
      let total = 0;
      const list: PagedList = {
        newestFirst: false,
        async page(number) {
          if (number === 1) total = await execute(z.int().min(0), model, 'search_count', [domain]);
          const options = { fields, offset: (number - 1) * pageSize, limit: pageSize, order: 'id' };
          // By the order in which they were made: a change moves none.
          const records = await execute(Records, model, 'search_read', [domain], options);
          const tickets = records.flatMap((record) => ticketOf(record, settings, stages) ?? []);
          return { tickets, unread: records.length - tickets.length, total };
        },
      };
      return [list];
    },
  };
}
