import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/connectors.ts';
import type { Connectors } from './connectors.service.ts';

const options = { scope: 'admin' } as const;

export function registerConnectors(commands: Commands, connectors: Connectors): void {
  handle(commands, contract.listConnectors, (actor) => connectors.list(actor), options);
  handle(commands, contract.createConnector, connectors.create, options);
  handle(commands, contract.updateConnector, connectors.update, options);
  handle(commands, contract.testConnector, connectors.test, options);
  handle(commands, contract.syncConnector, connectors.syncNow, options);
  handle(commands, contract.deleteConnector, connectors.delete, options);
}
