import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/sla.ts';
import type { Sla } from './sla.ts';

const administering = { scope: 'admin' } as const;

export function registerSla(commands: Commands, { get, policies, calendars }: Sla): void {
  handle(commands, contract.getSla, (actor) => get(actor), administering);
  handle(commands, contract.saveSlaPolicy, policies.save, administering);
  handle(commands, contract.deleteSlaPolicy, policies.remove, administering);
  handle(commands, contract.saveSlaCalendar, calendars.save, administering);
  handle(commands, contract.deleteSlaCalendar, calendars.remove, administering);
}
