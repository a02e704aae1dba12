import type { Socket } from 'socket.io';
import { sessionTokenOf } from '#server/http/cookies.ts';
import { AppError } from '#shared/contract/errors.ts';

/** How a connection says who it is: a browser by its cookie, a program by a token. */
export type Handshake = {
  cookieToken?: string;
  bearer?: string;
  foreignOrigin?: string;
  protocol?: number;
  address: string;
  userAgent: string;
};

export function readHandshake({ headers, auth, address }: Socket['handshake']): Handshake {
  const handshake: Handshake = { address, userAgent: (headers['user-agent'] ?? '').slice(0, 300) };
  if (typeof auth['protocol'] === 'number') handshake.protocol = auth['protocol'];
  const foreignOrigin = foreignOriginOf(headers.origin, headers.host);
  if (foreignOrigin) handshake.foreignOrigin = foreignOrigin;
  if (typeof auth['token'] === 'string') return { ...handshake, bearer: auth['token'].slice(0, 200) };
  const cookieToken = sessionTokenOf(headers.cookie);
  if (!cookieToken) return handshake;
  requireSameOrigin(headers.origin, headers.host);
  return { ...handshake, cookieToken };
}

/** The site of a page that is not this hub's; programs send no Origin. */
export function foreignOriginOf(origin: string | undefined, host: string | undefined): string | undefined {
  if (!origin || (URL.canParse(origin) && new URL(origin).host === host)) return undefined;
  return origin;
}

/** A page of another site must not speak with this hub's cookie. */
export function requireSameOrigin(origin: string | undefined, host: string | undefined): void {
  if (foreignOriginOf(origin, host) !== undefined)
    throw new AppError('forbidden', 'This page belongs to another site.', { details: { reason: 'origin' } });
}
