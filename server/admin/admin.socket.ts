import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/admin.ts';
import { estimateCost } from '#shared/contract/cost.ts';
import type { Admin } from './admin.ts';
import { requireAdministrator } from './admin.policy.ts';
import { estimateCost as estimate } from './cost/estimate.ts';

/** Scripts of administrators may do all of it, with a token that has the scope. */
const options = { scope: 'admin' } as const;

export function registerAdmin(commands: Commands, admin: Admin): void {
  const { overview, nodes, rooms, health, log, autoscale } = admin;
  handle(
    commands,
    contract.watchNodes,
    (actor, _, { connection }) => nodes.watch(actor, connection),
    options,
  );
  handle(
    commands,
    contract.unwatchNodes,
    (actor, _, { connection }) => nodes.unwatch(actor, connection),
    options,
  );
  handle(
    commands,
    contract.setNodeState,
    (actor, { node, state }) => nodes.setState(actor, node, state),
    options,
  );
  handle(commands, contract.removeNode, (actor, input) => nodes.remove(actor, input), options);
  handle(commands, contract.createJoinToken, (actor, input) => nodes.createToken(actor, input), options);
  handle(commands, contract.listRooms, (actor, { node }) => rooms.list(actor, node), options);
  handle(
    commands,
    contract.describeRoom,
    (actor, { meetingId }) => rooms.describe(actor, meetingId),
    options,
  );
  handle(commands, contract.getOverview, (actor) => overview.overview(actor), options);
  handle(commands, contract.listAllPeople, (actor, input) => overview.people(actor, input), options);
  handle(
    commands,
    contract.signOutPerson,
    (actor, { personId }) => overview.signOut(actor, personId),
    options,
  );
  handle(commands, contract.listAllSpaces, (actor, input) => overview.spaces(actor, input), options);
  handle(commands, contract.getSettings, (actor) => overview.settings(actor), options);
  handle(commands, contract.updateSettings, (actor, input) => overview.updateSettings(actor, input), options);
  handle(commands, contract.getHealth, (actor) => health.get(actor), options);
  handle(commands, contract.listAudit, (actor, input) => log.list(actor, input), options);
  handle(commands, contract.listAuditActions, (actor) => log.actions(actor), options);
  handle(commands, contract.verifyAudit, (actor) => log.verify(actor), options);
  handle(commands, contract.getAutoscaling, (actor) => autoscale.get(actor), options);
  handle(commands, contract.setAutoscaling, (actor, input) => autoscale.set(actor, input), options);
  handle(
    commands,
    estimateCost,
    async (actor, input) => {
      requireAdministrator(actor);
      return estimate(input);
    },
    options,
  );
}
