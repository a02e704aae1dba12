import MarkdownIt from 'markdown-it';
import type { PersonId } from '#shared/contract/ids.ts';

/** A message calls at most this many people; the rest of the mentions is only text. */
export const maxMentions = 50;

const mention = /<@([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})>/iy;
const mentionLength = 39;

/**
 * Reads only what decides whether `<@…>` is code: the same rules, from the same library, as the reader's screen, so that
 * nobody is called by what is shown as code.
 */
const markdown = new MarkdownIt('zero', { maxNesting: 20 })
  .enable(['backticks', 'escape', 'code', 'fence', 'blockquote', 'list'])
  .use((parser) => {
    parser.inline.ruler.after('backticks', 'mention', (state, silent) => {
      mention.lastIndex = state.pos;
      const found = mention.exec(state.src);
      if (!found) return false;
      if (!silent) state.push('mention', '', 0).content = found[1]?.toLowerCase() ?? '';
      state.pos += mentionLength;
      return true;
    });
  });

/** Who a Markdown body mentions outside of code, in order, each once. Whether they exist and may read is another question. */
export function mentionedIn(body: string): PersonId[] {
  if (!body.includes('<@')) return [];
  const people = markdown
    .parse(body, {})
    .flatMap((block) => block.children ?? [])
    .filter((token) => token.type === 'mention')
    .map((token) => token.content as PersonId);
  return [...new Set(people)].slice(0, maxMentions);
}
