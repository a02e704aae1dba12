import type { Settings } from '#server/accounts/settings.service.ts';
import type { VisitorAccounts } from '#server/accounts/visitors.service.ts';
import type { HashSecret } from '#server/accounts/secrets.ts';
import type { MeetingAccess } from '#server/meetings/access.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { Tickets } from '#server/tickets/tickets.ts';

export type WidgetNeeds = {
  audit: Audit;
  publisher: Publisher;
  accounts: VisitorAccounts;
  settings: Pick<Settings, 'current'>;
  tickets: Pick<Tickets, 'open' | 'get'>;
  meetings: Pick<MeetingAccess, 'get'>;
  hashSecret: HashSecret;
  publicUrl(): string;
};
