import type { MessagePage } from '#shared/contract/chat.ts';

type PageAt = {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  limit: number;
};
/** Both ends included; null is open: no start means "the newest `limit`", no end means "to the last". */
export type PositionRange = { from: number | null; to: number | null };

const maxNumber = 2 ** 31 - 1;
/** A number the database can compare with: no position or sequence number is beyond it. */
export const within = (number: number): number => Math.min(Math.max(number, 0), maxNumber);

/** Positions have no gaps, so a page is a range of numbers. The first of before, after and around that is given counts. */
export function positionsOf({ before, after, around, limit }: PageAt): PositionRange {
  const from = (start: number) => ({ from: within(start), to: within(start + limit - 1) });
  if (before !== undefined) return { from: within(before - limit), to: within(before) - 1 };
  if (after !== undefined) return from(after + 1);
  if (around !== undefined) return from(around - Math.floor(limit / 2));
  return { from: null, to: null };
}

type Slice = { messages: readonly { position: number }[]; lastPosition: number };

/** Whether there is more on either side of what was asked for. */
export function pageEdges(
  { messages, lastPosition }: Slice,
  { from, to }: PositionRange,
): Pick<MessagePage, 'moreBefore' | 'moreAfter'> {
  const first = messages[0]?.position ?? Math.min(from ?? 1, lastPosition + 1);
  const last = messages.at(-1)?.position ?? Math.min(to ?? lastPosition, lastPosition);
  return { moreBefore: first > 1, moreAfter: last < lastPosition };
}
