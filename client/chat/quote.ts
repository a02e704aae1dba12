import type { ChannelId } from '#shared/contract/ids.ts';
import { type Draft, quoteOf } from '../text/mention-text.ts';
import { chat } from './use-chat.ts';

/** Puts a message as a quotation before or behind what is being written. */
export function quoteInto(channelId: ChannelId, quoted: Draft): void {
  const draft = chat.drafts.of(channelId);
  const begun = draft.text.trimEnd();
  const text = (begun === '' ? '' : `${begun}\n\n`) + quoteOf(quoted.text);
  chat.drafts.set(channelId, { text, names: { ...quoted.names, ...draft.names } });
}
