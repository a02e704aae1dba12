import * as z from 'zod';

/** A request with one acknowledged answer. The name is `domain:verb`. */
export type CommandDef<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  readonly kind: 'command';
  readonly name: string;
  readonly input: I;
  readonly output: O;
};
/** A fact sent after commit to everybody who may know it. The name is `domain:pastTense`. */
export type EventDef<P extends z.ZodType = z.ZodType> = {
  readonly kind: 'event';
  readonly name: string;
  readonly payload: P;
};
/** A REST endpoint. `access` says who may call it: anybody, any signed-in person, or a token with the scope. */
export type RouteDef<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> = {
  readonly kind: 'route';
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly access: 'public' | 'signedIn' | Scope;
  /** Pages of other sites call it too: it must not care who the cookie says is there. */
  readonly crossSite: boolean;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly output: O;
};

export type InputOf<C extends CommandDef> = z.input<C['input']>;
export type ParsedInputOf<C extends CommandDef> = z.output<C['input']>;
export type OutputOf<C extends CommandDef> = z.output<C['output']>;
export type PayloadOf<E extends EventDef> = z.output<E['payload']>;

/** What a personal API token may do. A signed-in person's own session may do everything that person may. */
export const scopes = [
  'profile:read',
  'people:read',
  'spaces:read',
  'spaces:write',
  'chat:read',
  'chat:write',
  'meetings:read',
  'meetings:write',
  'tickets:read',
  'tickets:write',
  'admin',
] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

export function command<I extends z.ZodType, O extends z.ZodType>(
  name: string,
  input: I,
  output: O,
): CommandDef<I, O> {
  return { kind: 'command', name, input, output };
}

export function event<P extends z.ZodType>(name: string, payload: P): EventDef<P> {
  return { kind: 'event', name, payload };
}

/** The empty object: an input or output that carries nothing. */
export const Nothing = z.object({});
export const nothing = {};

type RouteParts<P, Q, B, O> = {
  summary: string;
  access: RouteDef['access'];
  crossSite?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  output: O;
};

/** `route('post', '/meetings/:meetingId/…', …)`: paths are relative to `/api/v1` and use express' `:name`. */
export function route<
  O extends z.ZodType,
  P extends z.ZodType = typeof Nothing,
  Q extends z.ZodType = typeof Nothing,
  B extends z.ZodType = typeof Nothing,
>(method: RouteDef['method'], path: string, parts: RouteParts<P, Q, B, O>): RouteDef<P, Q, B, O>;
export function route(
  method: RouteDef['method'],
  path: string,
  parts: RouteParts<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
): RouteDef {
  const { summary, access, output } = parts;
  return {
    kind: 'route',
    method,
    path,
    summary,
    access,
    crossSite: parts.crossSite ?? false,
    output,
    params: parts.params ?? Nothing,
    query: parts.query ?? Nothing,
    body: parts.body ?? Nothing,
  };
}

/** One line of text: trimmed, no control characters, 1 to `max` characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/u, 'one line of text without control characters');

/** Text of several lines without NUL, which PostgreSQL cannot store. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'text without NUL');

export const Timestamp = z.iso.datetime({ offset: true });
