import type { Migration } from 'kysely/migration';
import * as accounts from './0001-accounts.ts';
import * as spaces from './0002-spaces.ts';
import * as chat from './0003-chat.ts';
import * as meetings from './0004-meetings.ts';
import * as mediaNodes from './0005-media-nodes.ts';
import * as administration from './0006-administration.ts';
import * as autoscaling from './0007-autoscaling.ts';
import * as rateLimits from './0010-rate-limits.ts';
import * as tickets from './0011-tickets.ts';
import * as ticketConversations from './0012-ticket-conversations.ts';
import * as ticketAttachments from './0013-ticket-attachments.ts';
import * as ticketSearch from './0014-ticket-search.ts';
import * as ticketDesk from './0015-ticket-desk.ts';
import * as wall from './0016-wall.ts';
import * as widgets from './0018-widgets.ts';
import * as ticketPeople from './0020-ticket-people.ts';
import * as panels from './0021-panels.ts';
import * as ticketAgents from './0022-ticket-agents.ts';
import * as ticketAside from './0023-ticket-aside.ts';
import * as rules from './0024-rules.ts';
import * as connectors from './0025-connectors.ts';
import * as sla from './0026-sla.ts';
import * as deskTools from './0027-desk-tools.ts';
import * as deskSetup from './0028-desk-setup.ts';
import * as ticketImports from './0029-ticket-imports.ts';
import * as wallPromises from './0030-wall-promises.ts';
import * as deliveryFailures from './0031-delivery-failures.ts';

/** Every change of the schema in order. Forward only: a migration that has landed is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-accounts': accounts,
  '0002-spaces': spaces,
  '0003-chat': chat,
  '0004-meetings': meetings,
  '0005-media-nodes': mediaNodes,
  '0006-administration': administration,
  '0007-autoscaling': autoscaling,
  '0010-rate-limits': rateLimits,
  '0011-tickets': tickets,
  '0012-ticket-conversations': ticketConversations,
  '0013-ticket-attachments': ticketAttachments,
  '0014-ticket-search': ticketSearch,
  '0015-ticket-desk': ticketDesk,
  '0016-wall': wall,
  '0018-widgets': widgets,
  '0020-ticket-people': ticketPeople,
  '0021-panels': panels,
  '0022-ticket-agents': ticketAgents,
  '0023-ticket-aside': ticketAside,
  '0024-rules': rules,
  '0025-connectors': connectors,
  '0026-sla': sla,
  '0027-desk-tools': deskTools,
  '0028-desk-setup': deskSetup,
  '0029-ticket-imports': ticketImports,
  '0030-wall-promises': wallPromises,
  '0031-delivery-failures': deliveryFailures,
};
