import type { Request } from 'express';
import { type Api, serve } from '#server/http/api.ts';
import type { Caller } from '#server/platform/caller.ts';
import { foreignOriginOf } from '#server/signaling/handshake.ts';
import * as contract from '#shared/contract/widget.ts';
import type { Asker } from './visitors.service.ts';
import type { WidgetDomain } from './widget.ts';

export function widgetRoutes(api: Api, { visitors }: WidgetDomain): void {
  const asker = ({ caller, request }: { caller: Caller; request: Request }): Asker => ({
    caller,
    foreignOrigin: foreignOriginOf(request.headers.origin, request.headers.host),
  });
  serve(api, contract.getWidgetFace, (call) => visitors.face(call.params.key, asker(call)));
  serve(api, contract.getChallenge, (call) => visitors.challenge(call.params.key, asker(call)));
  serve(api, contract.enterAsVisitor, (call) => visitors.enter(call.params.key, call.body, asker(call)));
  serve(api, contract.returnAsVisitor, (call) =>
    visitors.comeBack(call.params.key, call.body.secret, asker(call)),
  );
}
