import type { Kysely, Transaction } from 'kysely';
import type { ReadonlyQueryCreator } from 'kysely/readonly';
import type pg from 'pg';

/**
 * Every table of the product. A domain adds its own in `<domain>.tables.ts`:
 * `declare module '#server/platform/db.ts' { interface Tables { messages: MessagesTable } }`.
 */
export interface Tables {}

/** The reading half of a connection: has no insertInto, updateTable or deleteFrom, so a write does not compile. */
export type Reader = Pick<
  ReadonlyQueryCreator<Tables>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive'
> &
  Pick<Kysely<Tables>, 'getExecutor' | 'fn' | 'case' | 'dynamic'>;

export const transactional: unique symbol = Symbol('transactional');

export type AfterCommit = () => void | Promise<void>;

/** An open transaction. Only `Db.transaction` makes one, so a store that takes a `Tx` cannot be called outside. */
export type Tx = Transaction<Tables> &
  Reader & {
    readonly [transactional]: true;
    /** Runs after COMMIT only, in the order given; an error in it is logged and undoes nothing. */
    afterCommit(hook: AfterCommit): void;
    /** The last part of the transaction: an error in it undoes all. For a lock that many take: it comes after all others. */
    beforeCommit(hook: () => Promise<void>): void;
  };

/** One statement as it went to the server; `milliseconds` includes the wait for the answer. */
export type QuerySeen = {
  sql: string;
  parameters: readonly unknown[];
  milliseconds: number;
  failed: boolean;
};

export type Db = {
  /** Outside of any transaction, on connections that are read only for PostgreSQL too. */
  read: Reader;
  /**
   * Commits when `work` resolves, rolls back when it throws. `work` may run again after a serialization failure
   * or a deadlock (up to 3 more times), so it must not have effects outside of the transaction: those go to
   * `tx.afterCommit`. Calling it inside another transaction is an error: hand the `Tx` on instead.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Straight `pg`, for LISTEN, COPY and named statements. Its errors are not translated. */
  pool: pg.Pool;
  /** Rejects with AppError 'unavailable' when the database does not answer. */
  ping(): Promise<void>;
  /** Calls `listener` after every statement; returns the function that stops it. For tests and metrics. */
  onQuery(listener: (query: QuerySeen) => void): () => void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};
