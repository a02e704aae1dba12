import { type Commands, handle } from '#server/signaling/bind.ts';
import { nothing } from '#shared/contract/define.ts';
import * as contract from '#shared/contract/wall.ts';
import type { Wall } from './wall.ts';

export function registerWall(commands: Commands, wall: Wall): void {
  const { walls } = wall;
  const reading = { scope: 'tickets:read' } as const;
  handle(commands, contract.watchWall, (actor, _, { connection }) => wall.watch(actor, connection), reading);
  handle(
    commands,
    contract.leaveWall,
    async (_actor, _input, { connection }) => {
      await wall.leave(connection);
      return nothing;
    },
    reading,
  );
  handle(commands, contract.listWalls, (actor) => walls.list(actor));
  handle(commands, contract.createWall, (actor, input) => walls.create(actor, input));
  handle(commands, contract.revokeWall, async (actor, { wallId }) => {
    await walls.revoke(actor, wallId);
    return nothing;
  });
  handle(commands, contract.setOverdueHours, async (actor, input) => {
    await walls.setOverdueHours(actor, input);
    return nothing;
  });
}
