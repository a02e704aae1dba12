import type { ImportField, ImportProblem, ImportTrouble } from '#shared/contract/imports.ts';
import type { Ticket } from '#shared/contract/tickets.ts';

/** Somebody as a file names them. */
export type Named = { email: string | null; name: string };
export const isAddress = (text: string): boolean => /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(text);
export type Words = { kind: 'reply' | 'note'; author: Named; body: string; at: string };

type Kept = Pick<
  Ticket,
  | 'subject'
  | 'status'
  | 'priority'
  | 'impact'
  | 'channel'
  | 'tags'
  | 'product'
  | 'department'
  | 'dueAt'
  | 'createdAt'
  | 'updatedAt'
  | 'firstResponseAt'
  | 'waitingSince'
  | 'solvedAt'
  | 'closedAt'
>;
/** A ticket as a file tells it. */
export type Said = Kept & {
  externalId: string;
  requester: Named;
  company: string | null;
  queue: string | null;
  assignee: Named | null;
  /** Never none: the first is the requester's. */
  words: readonly [Words, ...Words[]];
};
/** What is between two places of a file: a ticket, or what is wrong. */
export type Row = { line: number; said: Said | undefined; problems: ImportProblem[] };

const shownOfValue = 60;

/** Collects what is wrong with one line. */
export function createProblems(line: number) {
  const problems: ImportProblem[] = [];
  const add = (skipped: boolean) => (problem: ImportTrouble, field: ImportField | null, value: string) => {
    problems.push({ line, field, problem, value: value.slice(0, shownOfValue).toWellFormed(), skipped });
  };
  return { problems, ignore: add(false), skip: add(true) };
}
export type Problems = ReturnType<typeof createProblems>;
