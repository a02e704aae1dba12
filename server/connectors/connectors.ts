import type { Contacts } from '#server/accounts/contacts.service.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import { createSealing } from '#server/platform/sealing.ts';
import type { Tickets } from '#server/tickets/tickets.ts';
import { defineConnectorJobs, enqueueSync } from './connectors.jobs.ts';
import { createConnectors } from './connectors.service.ts';
import { createSync } from './sync.service.ts';

type Needs = { audit: Audit; contacts: Contacts; tickets: Tickets };

/** Other systems whose tickets and alerts are mirrored into the desk. Before the jobs start. */
export function openConnectors(platform: Platform, { audit, contacts, tickets }: Needs) {
  const { jobs, config } = platform;
  const sealing = createSealing(config.secrets.encryptionKey);
  const connectors = createConnectors({
    ...platform,
    audit,
    sealing,
    tickets,
    enqueue: (connectorId) => enqueueSync(jobs, connectorId),
  });
  const { sync } = createSync({ ...platform, sealing, contacts, mirror: tickets.mirror });
  defineConnectorJobs(jobs, { due: connectors.due, sync });
  return connectors;
}
