import type { Spaces } from '#server/accounts/spaces.ts';
import type { Chat } from '#server/chat/chat.service.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { Tickets } from '#server/tickets/tickets.ts';

export type PanelsNeeds = {
  publisher: Publisher;
  spaces: Pick<Spaces, 'get'>;
  chat: Pick<Chat, 'send' | 'say' | 'getMessage' | 'placeOf'>;
  tickets: Pick<Tickets, 'open' | 'cards' | 'listQueues' | 'requireReadable' | 'onChanged'>;
  publicUrl(): string;
};
