import type { Request, Response } from 'express';
import { type Api, serve } from '#server/http/api.ts';
import { readingBody } from '#server/http/reading-body.ts';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from '#server/http/cookies.ts';
import {
  acceptInvitation,
  deleteAvatar,
  getHub,
  getMe,
  listPeopleRoute,
  type Me,
  previewInvitation,
  putAvatar,
  setUp,
  signIn,
  signOut,
} from '#shared/contract/accounts.ts';
import { nothing } from '#shared/contract/define.ts';
import { protocolVersion } from '#shared/contract/version.ts';
import type { Accounts } from './accounts.ts';
import type { SignedIn } from './sign-in.service.ts';

export function accountsRoutes(api: Api, accounts: Accounts, version: string): void {
  const { setup, invitations, profile, avatars, sessions, people } = accounts;

  serve(api, getHub, async ({ actor, request, response }) => {
    const name = await setup.organisationName();
    const me = actor ? await profile.getMe(actor) : null;
    if (actor) prolongCookie(request, response, sessions.prolongedUntil(actor));
    return {
      organisationName: name ?? null,
      needsSetup: name === undefined,
      protocol: protocolVersion,
      version,
      me,
    };
  });
  serve(api, setUp, async ({ body, caller, response }) =>
    withCookie(response, await setup.setUp(body, caller)),
  );
  serve(api, signIn, async ({ actor, body, caller, response }) =>
    withCookie(response, await accounts.signIn(body, caller, actor)),
  );
  serve(api, signOut, async ({ actor, response }) => {
    if (actor.sessionId) await sessions.end(actor, actor.sessionId);
    clearSessionCookie(response);
    return nothing;
  });
  serve(api, previewInvitation, ({ params, caller }) => invitations.preview(params.secret, caller));
  serve(api, acceptInvitation, async ({ params, body, caller, response }) =>
    withCookie(response, await invitations.accept(params.secret, body, caller)),
  );
  serve(api, getMe, ({ actor }) => profile.getMe(actor));
  serve(api, putAvatar, ({ actor, request, response }) =>
    readingBody(request, response, avatars.put(actor, request)),
  );
  serve(api, deleteAvatar, ({ actor }) => avatars.delete(actor));
  serve(api, listPeopleRoute, ({ actor, query }) => people.list(actor, query));
}

/** The session moves on with every visit; the browser's copy follows when a page is loaded. */
function prolongCookie(request: Request, response: Response, until: Date | undefined): void {
  const token = sessionTokenOf(request.headers.cookie);
  if (token && until) setSessionCookie(response, token, until);
}

/** For every route that signs somebody in: the cookie carries the token, the answer only who they are. */
export function withCookie(response: Response, { me, session }: SignedIn): Me {
  setSessionCookie(response, session.token, session.expiresAt);
  return me;
}
