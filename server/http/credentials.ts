import type { Request } from 'express';
import type { Credentials } from '#server/accounts/authenticate.ts';
import { foreignOriginOf } from '#server/signaling/handshake.ts';
import { sessionTokenOf } from './cookies.ts';

/** A program's `Authorization: Bearer`, else a browser's cookie. */
export function credentialsOf({ headers }: Request): Credentials {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (bearer === undefined) return { cookieToken: sessionTokenOf(headers.cookie) };
  return { bearer, foreignOrigin: foreignOriginOf(headers.origin, headers.host) };
}
