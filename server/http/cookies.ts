import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';

// `__Host-` ties the cookie to this very origin over TLS (RFC 6265bis 4.1.3.2); plain http, as on localhost, cannot use it.
const secureName = '__Host-entente';
const plainName = 'entente';

/** The session token in a Cookie header, under whichever name it came. */
export function sessionTokenOf(header: string | undefined): string | undefined {
  if (!header || header.length > 8192) return undefined;
  const cookies = parseCookie(header);
  return cookies[secureName] ?? cookies[plainName];
}

export function setSessionCookie(response: Response, token: string, expires: Date): void {
  response.append('set-cookie', sessionCookie(response.req, token, expires));
}

export function clearSessionCookie(response: Response): void {
  response.append('set-cookie', sessionCookie(response.req, '', new Date(0)));
}

function sessionCookie(request: Request, value: string, expires: Date): string {
  const secure = request.secure;
  return stringifySetCookie({
    name: secure ? secureName : plainName,
    value,
    expires,
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
  });
}
