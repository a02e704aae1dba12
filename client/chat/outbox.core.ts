import * as z from 'zod';
import { type Message, sendMessage } from '#shared/contract/chat.ts';
import { ChannelId, ClientMessageId } from '#shared/contract/ids.ts';
import type { HubPort } from '../app/hub-port.ts';
import type { Keep } from '../app/keep.ts';
import * as outbox from '../app/outbox.core.ts';
import { newUuid } from '../app/uuid.ts';

const Draft = z.object({
  clientId: ClientMessageId,
  channelId: ChannelId,
  body: z.string(),
  createdAt: z.string(),
});
/** A message on its way. */
export type Outgoing = outbox.Outgoing<z.infer<typeof Draft>, Message>;

type Options = { hub: HubPort; keep: Keep; pause?: (ms: number) => Promise<void> };

/** Messages in the order of writing, one at a time in each channel. */
export function createOutbox({ hub, ...options }: Options) {
  const { send, settle, ...messages } = outbox.createOutbox({
    ...options,
    hub,
    schema: Draft,
    lineOf: ({ channelId }) => channelId,
    deliver: ({ clientId, channelId, body }) => hub.call(sendMessage, { clientId, channelId, body }),
  });
  return {
    ...messages,
    send(channelId: ChannelId, body: string): ClientMessageId {
      const clientId = ClientMessageId.parse(newUuid());
      send({ clientId, channelId, body, createdAt: new Date().toISOString() });
      return clientId;
    },
    /** These messages are part of the channel's history now. */
    settle: (arrived: readonly Message[]) => settle(arrived.map(({ clientId }) => clientId)),
  };
}
