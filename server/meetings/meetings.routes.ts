import { type Api, serve } from '#server/http/api.ts';
import { setSessionCookie } from '#server/http/cookies.ts';
import {
  createMeetingRoute,
  joinAsGuest,
  listMeetingsRoute,
  peekMeeting,
} from '#shared/contract/meetings.ts';
import type { Meetings } from './meetings.ts';

export function meetingsRoutes(api: Api, meetings: Meetings): void {
  const { entrance } = meetings;
  serve(api, createMeetingRoute, ({ actor, body }) => meetings.create(actor, body));
  serve(api, listMeetingsRoute, ({ actor, query }) => meetings.list(actor, query));
  serve(api, peekMeeting, ({ params, caller }) => entrance.peek(params.code, caller));
  serve(api, joinAsGuest, async ({ params, body, caller, response }) => {
    const { me, session } = await entrance.joinAsGuest(params.code, body, caller);
    setSessionCookie(response, session.token, session.expiresAt);
    return me;
  });
}
