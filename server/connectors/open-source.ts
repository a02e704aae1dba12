import type { ConnectorSettings } from '#shared/contract/connectors.ts';
import { createApiClient } from './api-client.ts';
import { ateraRate, createAtera } from './atera.ts';
import { createOdoo, odooRate } from './odoo.ts';
import type { Source } from './source.ts';

export function openSource(settings: ConnectorSettings, key: string, signal: AbortSignal): Source {
  return settings.kind === 'atera'
    ? createAtera(settings, key, createApiClient(ateraRate, signal))
    : createOdoo(settings, key, createApiClient(odooRate, signal));
}
