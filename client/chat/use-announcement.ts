import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonId } from '#shared/contract/ids.ts';
import { people } from '../app/people.ts';
import { referenceIn } from '../panels/references.ts';
import { plainText } from '../text/mention-text.ts';
import type { ReadyView } from './view.core.ts';

const longest = 300;

/** What a screen reader says when somebody else's message comes; silent for history. */
export function useAnnouncement(view: ReadyView, me: PersonId): string {
  const { t } = useTranslation('chat');
  const newest = view.window.moreAfter ? undefined : view.window.messages.at(-1);
  const [state, setState] = useState({
    generation: view.generation,
    position: newest?.position ?? 0,
    words: '',
  });
  if (state.generation !== view.generation)
    setState({ generation: view.generation, position: newest?.position ?? 0, words: '' });
  else if (newest && newest.position > state.position) {
    const nameOf = (id: PersonId) => people.get(id)?.displayName ?? t('message.somebody');
    const reference = referenceIn(newest.body);
    const body = reference
      ? t(`list.card.${reference.kind}`)
      : plainText(newest.body, nameOf).slice(0, longest);
    const words = newest.authorId === me ? '' : t('list.announced', { name: nameOf(newest.authorId), body });
    setState({ generation: view.generation, position: newest.position, words });
  }
  return state.words;
}
