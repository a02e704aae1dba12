import type { HubClient } from '#shared/client.ts';

/** What a core needs of the connection. */
export type HubPort = Pick<HubClient, 'call' | 'on' | 'onState' | 'state'>;
