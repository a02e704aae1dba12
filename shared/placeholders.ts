/** What a canned reply may name, between double braces. */
export const placeholders = [
  'ticket.number',
  'ticket.subject',
  'requester.name',
  'company.name',
  'agent.name',
] as const;
export type Placeholder = (typeof placeholders)[number];

const isPlaceholder = (name: string): name is Placeholder => placeholders.some((each) => each === name);

/** Puts the values in once: what they hold is text, also when it looks like a placeholder. Unknown names stay as they are. */
export const fillPlaceholders = (text: string, values: Record<Placeholder, string>): string =>
  text.replaceAll(/\{\{\s*([a-z.]+)\s*\}\}/g, (written, name: string) =>
    isPlaceholder(name) ? values[name] : written,
  );
