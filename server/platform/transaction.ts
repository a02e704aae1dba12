import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { AppError } from '#shared/contract/errors.ts';
import { type AfterCommit, type Db, type Reader, type Tables, type Tx, transactional } from './db.ts';
import { isRetryable } from './db-errors.ts';
import type { Logger } from './logger.ts';

type Scope = { open: boolean; hooks: AfterCommit[]; last: (() => Promise<void>)[] };

const retries = 3;

export function createTransaction(kysely: Kysely<Tables>, logger: Logger): Db['transaction'] {
  const current = new AsyncLocalStorage<Scope>();

  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<{ result: T; hooks: AfterCommit[] }> {
    const scope: Scope = { open: true, hooks: [], last: [] };
    try {
      const run = () => kysely.transaction().execute((trx) => complete(asTx(trx, scope), work, scope));
      return { result: await current.run(scope, run), hooks: scope.hooks };
    } finally {
      scope.open = false;
    }
  }

  return async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (current.getStore()?.open) throw new Error('a transaction is open already: hand its tx on');
    for (let attempt = 0; ; attempt++) {
      try {
        const { result, hooks } = await once(work);
        await runHooks(hooks, logger);
        return result;
      } catch (error) {
        if (!isRetryable(error)) throw error;
        if (attempt === retries)
          throw new AppError('unavailable', 'too many changes at once', { cause: error });
        await sleep(Math.random() * 10 * 2 ** attempt);
      }
    }
  };
}

async function complete<T>(tx: Tx, work: (tx: Tx) => Promise<T>, scope: Scope): Promise<T> {
  const result = await work(tx);
  for (const hook of scope.last) await hook();
  return result;
}

async function runHooks(hooks: readonly AfterCommit[], logger: Logger): Promise<void> {
  for (const hook of hooks) {
    try {
      await hook();
    } catch (error) {
      logger.error({ err: error }, 'a step after a commit failed');
    }
  }
}

function asTx(trx: Transaction<Tables>, scope: Scope): Tx {
  return Object.assign(trx, asReader(trx), {
    [transactional]: true as const,
    afterCommit: (hook: AfterCommit) => {
      if (!scope.open) throw new Error('the transaction has ended: afterCommit would never run');
      scope.hooks.push(hook);
    },
    beforeCommit: (hook: () => Promise<void>) => {
      if (!scope.open) throw new Error('the transaction has ended: beforeCommit would never run');
      scope.last.push(hook);
    },
  });
}

/** Only hides methods. The type is narrower in what `with` accepts, which TypeScript cannot follow. */
export const asReader = (kysely: Kysely<Tables>): Reader => kysely as never;
