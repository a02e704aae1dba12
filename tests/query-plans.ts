import pg from 'pg';
import type { Db } from '#server/platform/db.ts';

export type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
};
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

const literal = (value: unknown): string => {
  if (value === null || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((each) => `"${each}"`).join(',')}}`);
  return pg.escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
};

/** Runs a statement and answers all nodes of the plan that it ran by: one for any parameters, or for these. */
export async function explain(
  { pool }: Db,
  text: string,
  values: readonly unknown[],
  mode: 'force_generic_plan' | 'force_custom_plan',
): Promise<Plan[]> {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local plan_cache_mode = ${mode}`);
    await client.query(`prepare asked as ${text}`);
    const { rows } = await client.query(
      `explain (analyze, timing off, format json) execute asked(${values.map(literal).join(', ')})`,
    );
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan);
  } finally {
    await client.query('rollback; deallocate all');
    client.release();
  }
}

/** Rows that came out of a table (not of other nodes), all loops together. */
export const rowsOf = (nodes: readonly Plan[], table: string): number =>
  nodes
    .filter((node) => node['Relation Name'] === table)
    .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);
