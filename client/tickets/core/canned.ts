import type { CannedReply } from '#shared/contract/desk.ts';
import { matchScore } from '../../app/match.ts';

/** The `/word` being typed at the caret, if any. */
export function slashAt(text: string, caret: number): { start: number; end: number; query: string } | null {
  const before = text.slice(Math.max(0, caret - 60), caret);
  const match = /(?:^|\s)\/([\p{L}\p{N}][\p{L}\p{N} '’-]*)?$/u.exec(before);
  if (match === null) return null;
  const query = match[1] ?? '';
  return { start: caret - query.length - 1, end: caret, query };
}

/** Canned replies that the words may mean, the best first. */
export const findCanned = (replies: readonly CannedReply[], query: string, limit = 8): CannedReply[] =>
  replies
    .map((reply) => ({ reply, score: matchScore(query, reply.name) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ reply }) => reply);
