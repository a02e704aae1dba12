import type { RequestHandler } from 'express';
import { foreignOriginOf } from '#server/signaling/handshake.ts';

/**
 * Lets pages of these sites ask the paths it is mounted on. Without `Access-Control-Allow-Credentials` browsers send no cookie
 * along, so such a page is whoever its token says and nobody else.
 */
export function crossOrigin(isAllowed: (origin: string) => boolean): RequestHandler {
  return ({ method, headers }, response, next) => {
    response.vary('origin');
    const origin = foreignOriginOf(headers.origin, headers.host);
    if (origin === undefined || !isAllowed(origin)) return next();
    response.set('access-control-allow-origin', origin);
    if (method !== 'OPTIONS') return next();
    response.set({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '600',
    });
    response.status(204).end();
  };
}
