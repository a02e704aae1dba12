import { PersonId } from '#shared/contract/ids.ts';

/** What a command is about: words, a person, or nothing; `where` one can say it. */
export const slashCommands = [
  { name: 'new', takes: 'words', where: 'anywhere' },
  { name: 'tickets', takes: 'nothing', where: 'anywhere' },
  { name: 'close', takes: 'words', where: 'ticket' },
  { name: 'reopen', takes: 'words', where: 'ticket' },
  { name: 'transcript', takes: 'nothing', where: 'ticket' },
  { name: 'claim', takes: 'nothing', where: 'desk' },
  { name: 'release', takes: 'nothing', where: 'desk' },
  { name: 'transfer', takes: 'person', where: 'desk' },
  { name: 'move', takes: 'words', where: 'desk' },
  { name: 'status', takes: 'words', where: 'desk' },
  { name: 'priority', takes: 'words', where: 'desk' },
  { name: 'tag', takes: 'words', where: 'desk' },
  { name: 'add', takes: 'person', where: 'desk' },
  { name: 'remove', takes: 'person', where: 'desk' },
  { name: 'delete', takes: 'nothing', where: 'desk' },
] as const;
export type SlashCommand = (typeof slashCommands)[number];
export type SlashName = SlashCommand['name'];

/** Said in a channel, in a ticket by its customer, or in a ticket by the desk. */
export type SlashPlace = 'channel' | 'customer' | 'desk';

export const commandsIn = (place: SlashPlace): SlashCommand[] =>
  slashCommands.filter(
    ({ where }) => where === 'anywhere' || where === place || (where === 'ticket' && place !== 'channel'),
  );

export type Said =
  | { kind: 'command'; name: SlashName; words: string; personId: PersonId | undefined }
  | { kind: 'unknown'; name: string };

const line = /^\/([\p{L}-]+)(?:\s+(.*))?$/su;
const mention = /<@([0-9a-f-]{36})>/i;

/** A line that is a command; undefined: words for others. A path such as `/etc/hosts` is none. */
export function parseSlash(body: string, place: SlashPlace): Said | undefined {
  const [, name, rest = ''] = line.exec(body.trim()) ?? [];
  if (name === undefined) return undefined;
  const command = commandsIn(place).find((each) => each.name === name.toLowerCase());
  if (command === undefined) return { kind: 'unknown', name };
  const personId = PersonId.safeParse(mention.exec(rest)?.[1]).data;
  return { kind: 'command', name: command.name, words: rest.trim(), personId };
}

/** Commands that begin as what is being typed; none once there is more than the name. */
export function matchCommands(text: string, place: SlashPlace): SlashCommand[] {
  const [, begun] = /^\/(\p{L}*)$/u.exec(text) ?? [];
  return begun === undefined
    ? []
    : commandsIn(place).filter(({ name }) => name.startsWith(begun.toLowerCase()));
}

/** The command with the beginning of the words that it takes; undefined while its name is typed. */
export function wordsBegun(text: string, place: SlashPlace): { name: SlashName; begun: string } | undefined {
  const [, name, begun] = /^\/(\p{L}+)[ \t]+([^\n]*)$/u.exec(text) ?? [];
  const command = commandsIn(place).find((each) => each.name === name?.toLowerCase());
  return command && begun !== undefined ? { name: command.name, begun } : undefined;
}

/** After `/tag printer -urgent`: those that are named are there, those with a minus are not. Commas allow for spaces in a name. */
export function tagsAfter(tags: readonly string[], words: string): string[] {
  const named = words
    .split(words.includes(',') ? ',' : /\s+/)
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== '-');
  const gone = new Set(named.filter((word) => word.startsWith('-')).map((word) => word.slice(1).trim()));
  const added = named.filter((word) => !word.startsWith('-'));
  return [...new Set([...tags.filter((tag) => !gone.has(tag)), ...added])];
}
