import type { FieldPatch, FieldValues } from '#shared/contract/fields.ts';

/** The values after a change. */
export function patched(values: FieldValues, patch: FieldPatch): FieldValues {
  const after = new Map(Object.entries(values));
  for (const [key, value] of Object.entries(patch))
    if (value === null) after.delete(key);
    else after.set(key, value);
  return Object.fromEntries(after);
}

/** What differs in the first from the others; null: it is in the others alone. */
export const differing = (values: FieldValues, others: FieldValues): FieldPatch =>
  Object.fromEntries(
    Object.keys({ ...values, ...others })
      .filter((key) => values[key] !== others[key])
      .map((key) => [key, values[key] ?? null]),
  );
