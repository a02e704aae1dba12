import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type * as z from 'zod';
import type { Actor } from '#server/accounts/actor.ts';
import { type Caller, callingAddress } from '#server/platform/caller.ts';
import type { Logger } from '#server/platform/logger.ts';
import { parse, requireScope } from '#server/signaling/bind.ts';
import { requireSameOrigin } from '#server/signaling/handshake.ts';
import { type RouteDef, Scope } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import { answerError } from './errors.ts';

/** What a handler gets: everything parsed; `actor` is undefined only on public routes. */
export type ApiCall<R extends RouteDef, A> = {
  actor: A;
  caller: Caller;
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
  request: Request;
  response: Response;
};
type ActorOf<R extends RouteDef> = R['access'] extends 'public' ? Actor | undefined : Actor;

export type Authenticate = (request: Request) => Promise<Actor | undefined>;
export type Api = { router: Router; routes: RouteDef[]; authenticate: Authenticate; logger: Logger };

/** Bytes of a JSON body. Uploads read the request's stream themselves, each with a ceiling of its own. */
const maxBody = '128kb';

export function createApi(authenticate: Authenticate, logger: Logger): Api {
  const router = express.Router();
  router.use(express.json({ limit: maxBody }));
  return { router, routes: [], authenticate, logger };
}

/** Same order as on the socket: ceiling -> authenticate -> scope -> parse -> service -> reply. */
export function serve<R extends RouteDef>(
  api: Api,
  route: R,
  handler: (call: ApiCall<R, ActorOf<R>>) => Promise<z.output<R['output']>>,
): void {
  api.routes.push(route);
  const run: RequestHandler = (request, response) => {
    answer(api, route, handler, request, response).catch((error: unknown) =>
      answerError(error, request, response, api.logger),
    );
  };
  api.router[route.method](route.path, run);
}

async function answer<R extends RouteDef>(
  api: Api,
  route: R,
  handler: (call: ApiCall<R, ActorOf<R>>) => Promise<z.output<R['output']>>,
  request: Request,
  response: Response,
): Promise<void> {
  if (request.method !== 'GET' && !request.headers.authorization && !route.crossSite)
    requireSameOrigin(request.headers.origin, request.headers.host);
  const actor = await api.authenticate(request);
  requireAccess(route, actor);
  const call = {
    actor: actor as ActorOf<R>,
    caller: callerOf(request),
    params: parse<R['params']>(route.params, request.params),
    query: parse<R['query']>(route.query, request.query),
    body: parse<R['body']>(route.body, request.is('json') ? request.body : {}),
    request,
    response,
  };
  const result = await callingAddress.run(call.caller.address, () => handler(call));
  if (!response.headersSent) response.set('cache-control', 'no-store').json(result);
}

function requireAccess(route: RouteDef, actor: Actor | undefined): void {
  if (route.access === 'public') return;
  if (!actor) throw new AppError('unauthenticated', 'Sign in first, or send a token.');
  const scope = Scope.safeParse(route.access);
  requireScope(actor, scope.success ? scope.data : undefined);
}

export const callerOf = (request: Request): Caller => ({
  address: request.ip ?? '',
  userAgent: (request.get('user-agent') ?? '').slice(0, 300),
});
