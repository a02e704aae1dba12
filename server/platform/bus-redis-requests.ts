import { AppError } from '#shared/contract/errors.ts';
import type { NodeInfo, Target } from './bus.ts';
import { decodeFailure, encodeFailure, type Wire } from './bus-wire.ts';
import type { LocalBuses, Outcome } from './bus-redis-local.ts';
import { newId } from './ids.ts';
import type { RedisChannels } from './redis-channels.ts';

export type RequestHandler = (input: Wire, from: string) => Promise<Wire>;
type Pending = { node: string; near: boolean; command: string; settle(outcome: Outcome | AppError): void };
/** The first line of a message; what follows is input, answer or failure. */
type Header = [kind: 'ask' | 'answer' | 'failure' | 'pass', id: string, from: string, command: string];

export type RedisRequestsOptions = {
  self: NodeInfo;
  prefix: string;
  channels: RedisChannels;
  local: LocalBuses;
  nodes(): readonly NodeInfo[];
  /** Looks who is there right now. */
  refresh(): Promise<void>;
  onError(error: unknown, what: string): void;
};

/** Questions to one node, each of which has a channel of its own for questions and answers. */
export function createRedisRequests(options: RedisRequestsOptions) {
  const { self, prefix, channels, local, nodes, refresh, onError } = options;
  const handlers = new Map<string, RequestHandler>();
  const pending = new Map<string, Pending>();
  const answering = new Map<string, { to: string; command: string }>();
  const inboxOf = (node: string) => `${prefix}:n:${node}`;
  let turn = 0;
  let closed = false;

  const send = (to: string, header: Header, body: Wire) =>
    channels.send(inboxOf(to), `${JSON.stringify(header)}\n${body ?? ''}`);
  /** A caller that cannot be reached has its own deadline. */
  const reply = (to: string, header: Header, body: Wire) => void send(to, header, body).catch(() => {});

  function receive(text: string): void {
    const end = text.indexOf('\n');
    const [kind, id, from, command]: Header = JSON.parse(text.slice(0, end));
    const body = end === text.length - 1 ? undefined : text.slice(end + 1);
    if (kind === 'ask') void answer(id, from, command, body);
    else if (kind === 'answer') pending.get(id)?.settle({ answer: body });
    else if (kind === 'failure') pending.get(id)?.settle(decodeFailure(body));
    else pending.get(id)?.settle({ passed: true });
  }

  async function answer(id: string, to: string, command: string, input: Wire): Promise<void> {
    const handler = handlers.get(command);
    if (!handler || closed) return reply(to, ['pass', id, self.id, command], undefined);
    answering.set(id, { to, command });
    try {
      const output = await run(command, handler, input, to);
      if (answering.delete(id)) reply(to, ['answer', id, self.id, command], output);
    } catch (error) {
      if (answering.delete(id)) reply(to, ['failure', id, self.id, command], encodeFailure(error));
    }
  }

  async function run(command: string, handler: RequestHandler, input: Wire, from: string): Promise<Wire> {
    try {
      return await handler(input, from);
    } catch (error) {
      if (!(error instanceof AppError)) onError(error, `the handler of ${command} failed`);
      throw error;
    }
  }

  /** Ends by the answer, the deadline, the end of either node, or the loss of the connection. */
  function ask(node: string, command: string, input: Wire, deadlineMs: number): Promise<Outcome> {
    const id = newId();
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const settle = (outcome: Outcome | AppError): void => {
      if (!pending.delete(id)) return;
      clearTimeout(timer);
      if (outcome instanceof AppError) reject(outcome);
      else resolve(outcome);
    };
    const timer = setTimeout(
      () => settle(new AppError('timeout', `${command} took longer than ${deadlineMs} ms`)),
      deadlineMs,
    );
    const near = local.inboxes.get(node);
    pending.set(id, { node, near: near !== undefined, command, settle });
    if (near)
      queueMicrotask(() =>
        near(command, input, self.id).then(settle, (error: unknown) =>
          settle(decodeFailure(encodeFailure(error))),
        ),
      );
    else
      send(node, ['ask', id, self.id, command], input).then(
        (heard) => heard === 0 && settle({ passed: true }),
        (error: AppError) => settle(error),
      );
    return promise;
  }

  async function answerNear(command: string, input: Wire, from: string): Promise<Outcome> {
    const handler = handlers.get(command);
    return handler && !closed ? { answer: await run(command, handler, input, from) } : { passed: true };
  }
  local.inboxes.set(self.id, answerNear);

  /** This node first: no way is shorter. The others in turn. */
  function candidatesOf(target: Target): string[] {
    if ('node' in target) return [target.node];
    const others = nodes().filter(({ id, roles }) => id !== self.id && roles.includes(target.role));
    const start = others.length === 0 ? 0 : turn++ % others.length;
    const ids = [...others.slice(start), ...others.slice(0, start)].map(({ id }) => id);
    return self.roles.includes(target.role) ? [self.id, ...ids] : ids;
  }

  async function request(target: Target, command: string, input: Wire, deadlineMs: number): Promise<Wire> {
    const until = performance.now() + deadlineMs;
    const asked = new Set<string>();
    const next = () => candidatesOf(target).find((id) => !asked.has(id));
    let refreshed = 'node' in target;
    for (;;) {
      const node = next();
      if (node !== undefined) {
        asked.add(node);
        const outcome = await ask(node, command, input, Math.max(1, until - performance.now()));
        if ('answer' in outcome) return outcome.answer;
      } else if (refreshed) {
        throw new AppError('unavailable', `nobody answers ${command} at ${JSON.stringify(target)}`);
      } else {
        refreshed = true;
        await refresh().catch(() => {});
      }
    }
  }

  const fail = (why: string, which: (each: Pending) => boolean): void => {
    for (const each of pending.values())
      if (which(each)) each.settle(new AppError('unavailable', `${why} during ${each.command}`));
  };

  const ready = channels.listen(inboxOf(self.id), receive);

  return {
    request,
    handlers,
    ready,
    nodeGone: (node: string): void => fail('a node went', (each) => each.node === node),
    /** Answers may have been lost with the connection. */
    connectionLost: (): void => fail('the connection was lost', (each) => !each.near),
    async close(): Promise<void> {
      closed = true;
      if (local.inboxes.get(self.id) === answerNear) local.inboxes.delete(self.id);
      handlers.clear();
      for (const [id, { to, command }] of answering) {
        const failure = new AppError('unavailable', `a node closed during ${command}`);
        reply(to, ['failure', id, self.id, command], encodeFailure(failure));
      }
      answering.clear();
      fail('this node closed', () => true);
      await (await ready)();
    },
  };
}
export type RedisRequests = ReturnType<typeof createRedisRequests>;
