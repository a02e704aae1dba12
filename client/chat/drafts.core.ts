import * as z from 'zod';
import { createStore } from 'zustand/vanilla';
import { type ChannelId, PersonId } from '#shared/contract/ids.ts';
import type { Keep } from './keep.ts';
import { type Draft, emptyDraft } from './mention-text.ts';

const Kept = z.record(z.string(), z.object({ text: z.string(), names: z.record(z.string(), PersonId) }));
const keepAfterMs = 300;

/** Unsent words of each channel, kept over a reload. */
export function createDrafts(keep: Keep) {
  const store = createStore<{ drafts: Readonly<Record<ChannelId, Draft>> }>(() => ({ drafts: {} }));
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save() {
    clearTimeout(timer);
    timer = undefined;
    const { drafts } = store.getState();
    keep.write('drafts', Object.keys(drafts).length > 0 ? drafts : undefined);
  }

  return {
    store,
    restore() {
      const kept = Kept.safeParse(keep.read('drafts'));
      if (kept.success) store.setState({ drafts: { ...kept.data, ...store.getState().drafts } });
    },
    of: (channelId: ChannelId): Draft => store.getState().drafts[channelId] ?? emptyDraft,
    set(channelId: ChannelId, draft: Draft) {
      const { [channelId]: _, ...others } = store.getState().drafts;
      store.setState({ drafts: draft.text === '' ? others : { ...others, [channelId]: draft } });
      timer ??= setTimeout(save, keepAfterMs);
    },
    save,
  };
}
export type Drafts = ReturnType<typeof createDrafts>;
