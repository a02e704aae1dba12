import type { Actor } from '#server/accounts/actor.ts';
import { type CommandContext, type CommandHandler, type Commands, handle } from '#server/signaling/bind.ts';
import type { CommandDef, OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import * as contract from '#shared/contract/media.ts';
import type { Rooms } from './rooms.service.ts';

/** Programs may be in a call too, with a token that may act in meetings. */
const options = { scope: 'meetings:write' } as const;

export function registerMedia(commands: Commands, rooms: Rooms): void {
  /** Commands that speak for one connection. */
  const bindTo = <C extends CommandDef>(
    command: C,
    call: (
      actor: Actor,
      input: ParsedInputOf<C>,
      connection: CommandContext['connection'],
    ) => Promise<OutputOf<C>>,
  ) => {
    const handler: CommandHandler<C> = (actor, input, { connection }) => call(actor, input, connection);
    handle(commands, command, handler, options);
  };

  handle(commands, contract.listProbes, async () => rooms.probes(), options);
  bindTo(contract.joinRoom, rooms.join);
  bindTo(contract.resumeRoom, rooms.resume);
  bindTo(contract.leaveRoom, rooms.leave);
  bindTo(contract.getRoom, (actor, { meetingId }, connection) =>
    rooms.snapshot(actor, meetingId, connection),
  );
  bindTo(contract.connectTransport, rooms.connectTransport);
  bindTo(contract.restartIce, rooms.restartIce);
  bindTo(contract.produce, rooms.produce);
  bindTo(contract.setProducerPaused, rooms.setProducerPaused);
  bindTo(contract.closeProducer, rooms.closeProducer);
  bindTo(contract.consume, rooms.consume);
  bindTo(contract.tuneConsumers, rooms.tuneConsumers);
  bindTo(contract.closeConsumers, rooms.closeConsumers);
  bindTo(contract.raiseHand, rooms.raiseHand);
  bindTo(contract.muteParticipant, (actor, input) => rooms.mute(actor, input));
  bindTo(contract.removeParticipant, (actor, input) => rooms.remove(actor, input));
}
