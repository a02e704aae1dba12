import * as z from 'zod';
import { command, line, Nothing, Timestamp } from './define.ts';
import { ConnectorId, QueueId } from './ids.ts';
import { connectorKinds } from './tickets.ts';

/** Where the other system answers, without a slash at the end: `https://app.atera.com`. */
export const ServerUrl = z
  .string()
  .trim()
  .max(300)
  .transform((url) => url.replace(/\/+$/, ''))
  .refine(isServerUrl, 'an http(s) address without a user, a query or a fragment');
function isServerUrl(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return [username, password, search, hash].every((part) => part === '');
}

const [atera, odoo] = connectorKinds;
const common = {
  name: line(80),
  url: ServerUrl,
  /** Where its tickets go when they are new. */
  queueId: QueueId,
  intervalMinutes: z.int().min(1).max(1_440),
  /** false: paused. */
  enabled: z.boolean(),
};
export const ConnectorSettings = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal(atera) }),
  z.object({
    ...common,
    kind: z.literal(odoo),
    database: line(100),
    login: line(200),
    /** Tickets of the helpdesk, or tasks of projects where it is not installed. */
    model: z.enum(['helpdesk.ticket', 'project.task']),
  }),
]);
export type ConnectorSettings = z.infer<typeof ConnectorSettings>;
/** Goes in and never comes out again. */
const ApiKey = line(500);

/**
 * Why the other system could not be read. `refused`: it does not take the key, so nobody asks again before somebody changes
 * something here. `limited`: it was asked too often. `failing`: it answers with errors. `unreadable`: not what its kind answers.
 */
export const ConnectorTrouble = z.enum(['refused', 'unreachable', 'limited', 'failing', 'unreadable']);
export type ConnectorTrouble = z.infer<typeof ConnectorTrouble>;

export const Connector = z.object({
  id: ConnectorId,
  settings: ConnectorSettings,
  /** The end of the key, to tell two keys apart. */
  keyEnding: z.string(),
  createdAt: Timestamp,
  /** How many tickets are mirrored from it. */
  tickets: z.int(),
  /** When all there was to read had been read last. */
  syncedAt: Timestamp.nullable(),
  /** null: the last attempt went well. What was mirrored stays. */
  trouble: ConnectorTrouble.nullable(),
  failingSince: Timestamp.nullable(),
  /** null: not before somebody does something. */
  nextAt: Timestamp.nullable(),
});
export type Connector = z.infer<typeof Connector>;

// Administrators only, all of it.
export const maxConnectors = 20;
export const listConnectors = command(
  'connectors:list',
  Nothing,
  z.object({ connectors: z.array(Connector) }),
);
export const createConnector = command(
  'connectors:create',
  z.object({ settings: ConnectorSettings, key: ApiKey }),
  Connector,
);
/** Without a key: the one it has, unless it would go to another server or be somebody else's there. The kind stays. */
export const updateConnector = command(
  'connectors:update',
  z.object({ connectorId: ConnectorId, settings: ConnectorSettings, key: ApiKey.optional() }),
  Connector,
);
/** Reads a little and stores nothing; null: it works. With a connector and without a key: the one it has. */
export const testConnector = command(
  'connectors:test',
  z.object({ settings: ConnectorSettings, key: ApiKey.optional(), connectorId: ConnectorId.optional() }),
  z.object({ trouble: ConnectorTrouble.nullable() }),
);
/** At once, whatever went wrong before. */
export const syncConnector = command('connectors:sync', z.object({ connectorId: ConnectorId }), Nothing);
/** Its tickets stay, as tickets of the desk. */
export const deleteConnector = command('connectors:delete', z.object({ connectorId: ConnectorId }), Nothing);
