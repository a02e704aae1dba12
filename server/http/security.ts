import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers of every answer. No `upgrade-insecure-requests` and no HSTS on plain http: a hub on a LAN address without a
 * certificate must stay reachable. Mantine sets style attributes, hence `unsafe-inline` for styles alone.
 */
export function securityHeaders(options: { https: boolean }): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Chromium ignores these two on plain http with a warning in the console.
    crossOriginOpenerPolicy: options.https,
    originAgentCluster: options.https,
  });
  const permissions: RequestHandler = (_request, response, next) => {
    response.set(
      'permissions-policy',
      'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()',
    );
    next();
  };
  return [headers, permissions];
}
