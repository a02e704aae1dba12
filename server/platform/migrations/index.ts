import type { Migration } from 'kysely/migration';

/** Every change of the schema in order. Forward only: a migration that has landed is never edited. */
export const migrations: Record<string, Migration> = {};
