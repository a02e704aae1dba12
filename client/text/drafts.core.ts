import * as z from 'zod';
import { createStore } from 'zustand/vanilla';
import { PersonId } from '#shared/contract/ids.ts';
import type { Keep } from '../app/keep.ts';
import { type Draft, emptyDraft } from './mention-text.ts';

const Kept = z.record(z.string(), z.object({ text: z.string(), names: z.record(z.string(), PersonId) }));
const keepAfterMs = 300;

/** Unsent words of each channel or ticket, kept over a reload. */
export function createDrafts<Id extends string>(keep: Keep) {
  const store = createStore<{ drafts: Readonly<Record<string, Draft>> }>(() => ({ drafts: {} }));
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save() {
    clearTimeout(timer);
    timer = undefined;
    const { drafts } = store.getState();
    keep.write('drafts', Object.keys(drafts).length > 0 ? drafts : undefined);
  }

  const of = (id: Id): Draft => store.getState().drafts[id] ?? emptyDraft;

  function set(id: Id, draft: Draft) {
    const { [id]: _, ...others } = store.getState().drafts;
    store.setState({ drafts: draft.text === '' ? others : { ...others, [id]: draft } });
    timer ??= setTimeout(save, keepAfterMs);
  }

  return {
    store,
    restore() {
      const kept = Kept.safeParse(keep.read('drafts'));
      if (kept.success) store.setState({ drafts: { ...kept.data, ...store.getState().drafts } });
    },
    of,
    set,
    /** What was not taken, unless something else has been written meanwhile. */
    giveBack(id: Id, draft: Draft) {
      if (of(id).text === '') set(id, draft);
    },
    save,
  };
}
