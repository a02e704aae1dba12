import type { Socket } from 'socket.io';
import type * as z from 'zod';
import type { Actor } from '#server/accounts/actor.ts';
import { callingAddress } from '#server/platform/caller.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { CommandDef, EventDef, PayloadOf, Scope } from '#shared/contract/define.ts';
import { AppError, type WireError } from '#shared/contract/errors.ts';
import type { Audience } from './audience.ts';
import { allow, type Bucket, fullBucket } from './ceiling.ts';
import { toWireError } from './wire-error.ts';

/** One tab (or bot) that is connected. Services see this, never a socket. */
export type Connection = {
  readonly id: string;
  readonly actor: Actor;
  /** Of the browser or program, also behind a proxy that is trusted. */
  readonly address: string;
  join(audience: Audience): Promise<void>;
  leave(audience: Audience): Promise<void>;
  /** Runs once when the connection ends, however it ends; soon, when it has ended already. */
  onClose(listener: () => void): void;
  send<E extends EventDef>(event: E, payload: PayloadOf<E>): void;
};
export type CommandContext = { connection: Connection };
export type CommandHandler<C extends CommandDef> = (
  actor: Actor,
  input: z.output<C['input']>,
  context: CommandContext,
) => Promise<z.output<C['output']>>;
/** `scope`: what a personal API token must hold; without it only a signed-in person's own session may call. */
export type CommandOptions = { scope?: Scope };

type Entry = { command: CommandDef; handler: CommandHandler<CommandDef>; options: CommandOptions };
export type Commands = Map<string, Entry>;

export function handle<C extends CommandDef>(
  commands: Commands,
  command: C,
  handler: CommandHandler<C>,
  options: CommandOptions = {},
): void {
  if (commands.has(command.name)) throw new Error(`two handlers for ${command.name}`);
  commands.set(command.name, { command, handler: handler as CommandHandler<CommandDef>, options });
}

type Reply = { ok: true; data: unknown } | { ok: false; error: WireError };
export type Observe = (command: string, code: string, seconds: number) => void;

/** The only place that reads what a socket says: ceiling -> scope -> parse -> service -> acknowledgement, always. */
export function bind(
  socket: Socket,
  connection: Connection,
  commands: Commands,
  logger: Logger,
  observe: Observe,
): void {
  const bucket = fullBucket();
  socket.onAny((name: string, ...rest: unknown[]) => {
    const acknowledge = acknowledgementOf(rest);
    const started = performance.now();
    void run(commands, connection, bucket, name, rest[0])
      .then((data): Reply => ({ ok: true, data }))
      .catch((error: unknown): Reply => ({ ok: false, error: toWireError(error, logger, { command: name }) }))
      .then((reply) => {
        observe(
          commands.has(name) ? name : 'unknown',
          reply.ok ? 'ok' : reply.error.code,
          (performance.now() - started) / 1000,
        );
        acknowledge(reply);
        if (bucket.refused > maxRefusals) socket.disconnect(true);
      });
  });
}

/** A connection that keeps calling far past its ceiling is cut off after this many refusals. */
const maxRefusals = 2_000;

function acknowledgementOf(rest: unknown[]): (reply: Reply) => void {
  const last = rest.at(-1);
  return typeof last === 'function' ? (reply) => last(reply) : () => {};
}

async function run(
  commands: Commands,
  connection: Connection,
  bucket: Bucket,
  name: string,
  input: unknown,
): Promise<unknown> {
  allow(bucket);
  const entry = commands.get(name);
  if (!entry) throw new AppError('notFound', `There is no command ${name.slice(0, 80)}.`);
  requireScope(connection.actor, entry.options.scope);
  const parsed = parse(entry.command.input, input);
  return await callingAddress.run(connection.address, () =>
    entry.handler(connection.actor, parsed, { connection }),
  );
}

export function requireScope(actor: Actor, scope: Scope | undefined): void {
  if (actor.scopes === 'all' || (scope && actor.scopes.includes(scope))) return;
  const message = scope ? `This token lacks the scope ${scope}.` : 'A token cannot do this; sign in instead.';
  throw new AppError('forbidden', message, { details: { reason: 'scope' } });
}

/** Parses with a contract schema; a mistake becomes `invalid` with the paths of the wrong fields. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.map(String).join('.').slice(0, 200), message }));
  throw new AppError('invalid', 'The input does not have the form that the contract asks for.', {
    details: { fields },
  });
}
