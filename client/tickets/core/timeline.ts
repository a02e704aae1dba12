import { FieldPatch } from '#shared/contract/fields.ts';
import type { PersonId, TicketEntryId } from '#shared/contract/ids.ts';
import type { Ticket, TicketAttachment, TicketEntry } from '#shared/contract/tickets.ts';
import type { OutgoingReply } from './replies.core.ts';

type Entry<K extends TicketEntry['kind']> = Extract<TicketEntry, { kind: K }>;
/** What a change is told of; the rest of it follows from these. */
const toldFields = [
  'subject',
  'queueId',
  'status',
  'priority',
  'impact',
  'companyId',
  'assigneeId',
  'people',
  'tags',
  'product',
  'department',
  'dueAt',
] as const satisfies (keyof Ticket)[];
/** Of the installation's own fields each by its key. */
export type FieldChange = {
  field: (typeof toldFields)[number] | `fields.${string}`;
  before: unknown;
  after: unknown;
};
/** A line of the timeline. */
export type Row =
  | {
      kind: 'words';
      key: string;
      /** null: words of the hub itself. */
      authorId: PersonId | null;
      at: string;
      body: string;
      note: boolean;
      attachments: readonly TicketAttachment[];
      outgoing: OutgoingReply | null;
      startsDay: boolean;
    }
  | {
      kind: 'event';
      key: string;
      authorId: PersonId | null;
      at: string;
      entry: Entry<'rating' | 'call' | 'reminder'>;
      startsDay: boolean;
    }
  | {
      kind: 'changes';
      key: string;
      /** null: the hub itself, by a rule. */
      authorId: PersonId | null;
      /** The name of the rule that did it. */
      rule?: string;
      at: string;
      changes: FieldChange[];
      startsDay: boolean;
    };

/** Changes of one person within this time are told in one line. */
const togetherMs = 10 * 60_000;

/** The timeline's lines: words, changes that belong together in one, and at the end what is on its way. */
export function buildRows(
  entries: readonly TicketEntry[],
  outgoing: readonly OutgoingReply[],
  me: PersonId,
  dayOf: (at: string) => string,
): Row[] {
  const rows: Row[] = [];
  const add = (row: Row) => {
    const before = rows.at(-1);
    rows.push({ ...row, startsDay: before === undefined || dayOf(before.at) !== dayOf(row.at) });
  };
  for (const entry of entries) {
    if (entry.kind !== 'change') {
      add(rowOf(entry));
      continue;
    }
    if (fieldsOf(entry).length === 0) continue;
    const last = rows.at(-1);
    if (last?.kind === 'changes' && belongTogether(last, entry)) {
      last.changes = merged(last.changes, entry);
      // Somebody tried something and took it back.
      if (last.changes.length === 0) rows.pop();
    } else add(changesOf(entry));
  }
  const arrived = new Set<TicketEntryId>(entries.map(({ id }) => id));
  for (const each of outgoing)
    if (!arrived.has(each.clientId))
      add({
        kind: 'words',
        key: each.clientId,
        authorId: me,
        at: each.createdAt,
        body: each.body,
        note: each.note,
        attachments: each.attachments,
        outgoing: each,
        startsDay: false,
      });
  return rows;
}

function rowOf(entry: Exclude<TicketEntry, { kind: 'change' }>): Row {
  const { id: key, at, authorId } = entry;
  const row = { key, at, authorId, startsDay: false };
  if (!('body' in entry)) return { ...row, kind: 'event', entry };
  const { body, kind } = entry;
  // Entries of before there were files come without.
  const attachments = kind === 'notice' ? [] : (entry.attachments ?? []);
  return { ...row, kind: 'words', body, note: kind === 'note', attachments, outgoing: null };
}

const changesOf = (entry: Entry<'change'>): Extract<Row, { kind: 'changes' }> => ({
  kind: 'changes',
  key: entry.id,
  authorId: entry.authorId,
  ...(entry.rule !== undefined && { rule: entry.rule }),
  at: entry.at,
  changes: fieldsOf(entry),
  startsDay: false,
});

const fieldsOf = ({ before, after }: Entry<'change'>): FieldChange[] => {
  const [oldValues, values] = [before, after].map((side) => FieldPatch.safeParse(side['fields']).data ?? {});
  return [
    ...toldFields
      .filter((field) => field in after)
      .map((field) => ({ field, before: before[field], after: after[field] })),
    ...Object.entries(values ?? {}).map(([key, value]) => ({
      field: `fields.${key}` as const,
      before: oldValues?.[key] ?? null,
      after: value,
    })),
  ];
};

const belongTogether = (row: Extract<Row, { kind: 'changes' }>, entry: Entry<'change'>) =>
  row.authorId === entry.authorId &&
  row.rule === entry.rule &&
  Date.parse(entry.at) - Date.parse(row.at) < togetherMs;

/** A field that changed twice went from the first before to the last after; one that came back did not change. */
function merged(changes: readonly FieldChange[], entry: Entry<'change'>): FieldChange[] {
  const all = new Map(changes.map((change) => [change.field, change]));
  for (const change of fieldsOf(entry)) {
    const { before } = all.get(change.field) ?? change;
    if (JSON.stringify(before) === JSON.stringify(change.after)) all.delete(change.field);
    else all.set(change.field, { ...change, before });
  }
  return [...all.values()];
}
