/** An edit of a text field: replace `start` to `end` by `insert`, then select. */
export type TextEdit = { start: number; end: number; insert: string; select: [number, number] };

export type Mark = 'bold' | 'italic' | 'code';
const signs: Record<Mark, string> = { bold: '**', italic: '*', code: '`' };

/** Puts the mark around the selection, or takes it away when it is there. Code over several lines becomes a block. */
export function toggleMark(text: string, start: number, end: number, mark: Mark): TextEdit {
  const selected = text.slice(start, end);
  if (mark === 'code' && selected.includes('\n')) return codeBlock(text, start, end);
  const sign = signs[mark];
  const size = sign.length;
  const isMarked = endsWithMark(text.slice(0, start), sign) && text.startsWith(sign, end);
  if (isMarked)
    return {
      start: start - size,
      end: end + size,
      insert: selected,
      select: [start - size, end - size],
    };
  return { start, end, insert: sign + selected + sign, select: [start + size, end + size] };
}

/** `**` ends with `*` too, but that is not the mark of italics. */
function endsWithMark(before: string, sign: string): boolean {
  if (!before.endsWith(sign)) return false;
  if (sign !== '*') return true;
  const stars = /\**$/.exec(before)?.[0].length ?? 0;
  return stars % 2 === 1;
}

function codeBlock(text: string, start: number, end: number): TextEdit {
  const before = start > 0 && text[start - 1] !== '\n' ? '\n' : '';
  const after = end < text.length && text[end] !== '\n' ? '\n' : '';
  const selected = text.slice(start, end).replace(/\n$/, '');
  const head = `${before}\`\`\`\n`;
  const from = start + head.length;
  return { start, end, insert: `${head}${selected}\n\`\`\`${after}`, select: [from, from + selected.length] };
}

/** `> ` before each selected line. */
export function quoteLines(text: string, start: number, end: number): TextEdit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lines = text.slice(from, end).split('\n');
  const insert = lines.map((line) => `> ${line}`).join('\n');
  return { start: from, end, insert, select: [from + insert.length, from + insert.length] };
}

/** Inside an open code block the Enter key belongs to the code. */
export const inCodeBlock = (beforeCaret: string) => (beforeCaret.match(/^```/gm)?.length ?? 0) % 2 === 1;

/** A sign that begins a word, with a space before it where a word would swallow it. */
export const beginWord =
  (sign: string) =>
  (text: string, start: number, end: number): TextEdit => {
    const insert = start > 0 && /\S/.test(text[start - 1] ?? '') ? ` ${sign}` : sign;
    const caret = start + insert.length;
    return { start, end, insert, select: [caret, caret] };
  };
