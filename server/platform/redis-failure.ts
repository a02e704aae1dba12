import { AppError } from '#shared/contract/errors.ts';

/** Errors of Redis that say "not here": the servers have other places than this node believes. */
const elsewhere = /^(MOVED|ASK|READONLY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|LOADING)\b/;

export const isElsewhere = (error: unknown): boolean =>
  error instanceof Error && elsewhere.test(error.message);

export const outOfReach = (what: string, cause?: unknown): AppError =>
  new AppError('unavailable', `${what}: Redis is out of reach`, { cause });
