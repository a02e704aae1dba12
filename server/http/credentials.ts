import type { Request } from 'express';
import type { Credentials } from '#server/accounts/authenticate.ts';
import { sessionTokenOf } from './cookies.ts';

/** A program's `Authorization: Bearer`, else a browser's cookie. */
export function credentialsOf({ headers }: Request): Credentials {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return bearer === undefined ? { cookieToken: sessionTokenOf(headers.cookie) } : { bearer };
}
