import * as fc from 'fast-check';
import * as z from 'zod';

type Schema = {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
};

/** Values of the form that a contract schema asks for; ids come from `ids`, so that some of them exist. */
export function arbitraryOf(type: z.ZodType, ids: string[]): fc.Arbitrary<unknown> {
  return build(z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema, ids);
}

function build(schema: Schema, ids: string[]): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => build(choice, ids)));
  switch (schema.type) {
    case 'object':
      return buildObject(schema, ids);
    case 'array':
      return fc.array(build(schema.items ?? {}, ids), {
        minLength: Math.min(schema.minItems ?? 0, 3),
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'string':
      return buildString(schema, ids);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -1e9, -1e9),
        max: Math.min(schema.maximum ?? 1e9, 1e9),
      });
    case 'number':
      return fc.double({ noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function buildObject(
  { properties = {}, required = [], additionalProperties }: Schema,
  ids: string[],
): fc.Arbitrary<unknown> {
  if (Object.keys(properties).length === 0 && typeof additionalProperties === 'object') {
    return fc.dictionary(fc.string({ maxLength: 10 }), build(additionalProperties, ids), { maxKeys: 3 });
  }
  const parts = Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, build(value, ids)]),
  );
  return fc.record(parts, { requiredKeys: required.filter((key) => key in parts) });
}

function buildString({ format, pattern, maxLength = 40 }: Schema, ids: string[]): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.constantFrom(...ids);
  if (format === 'email') return fc.emailAddress();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (pattern && !pattern.includes('\\u0000'))
    return fc.oneof(fc.stringMatching(new RegExp(pattern, 'u')), fc.string({ maxLength: 20 }));
  return fc.string({ unit: 'grapheme', maxLength: Math.min(maxLength, 40) });
}

const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });

/** What no schema asks for: wrong types, huge, deep, poisonous. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER + 1,
    '',
    '\u0000',
    '\ud800',
    "'; drop table people; --",
    '<script>alert(1)</script>',
  ),
  fc.constantFrom<unknown>(
    'x'.repeat(100_000),
    Array.from({ length: 2_000 }, () => 'y'),
    deep(60),
    [],
    {},
    [[[[]]]],
  ),
  fc.constant(
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The value with one of its parts, or all of it, replaced by something hostile. */
export function spoiled(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(valid, hostile, fc.nat()).map(([value, poison, pick]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return poison;
    const keys = Object.keys(value);
    const key = keys[pick % (keys.length + 1)];
    return key === undefined ? poison : { ...value, [key]: poison };
  });
}
