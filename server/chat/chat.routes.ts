import { type Api, serve } from '#server/http/api.ts';
import { newId } from '#server/platform/ids.ts';
import { historyRoute, listChannelsRoute, sendMessageRoute } from '#shared/contract/chat.ts';
import type { ClientMessageId } from '#shared/contract/ids.ts';
import type { Chat } from './chat.service.ts';

export function chatRoutes(api: Api, chat: Chat): void {
  serve(api, listChannelsRoute, ({ actor }) => chat.listChannels(actor));
  serve(api, historyRoute, ({ actor, params, query }) => chat.history(actor, { ...params, ...query }));
  serve(api, sendMessageRoute, ({ actor, params, body }) =>
    chat.send(actor, { ...params, body: body.body, clientId: body.clientId ?? newId<ClientMessageId>() }),
  );
}
