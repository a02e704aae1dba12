import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast, toastError } from '../../app/toast.ts';
import type { CallNews } from '../core/call-state.ts';
import { useCall } from './use-call.ts';

type Word = { id: number; text: string };
const kept = 4;
/** In a crowd the coming and going is noise. */
const crowd = 15;

/** What happens in the call, in words for a screen reader; what concerns everybody also as a toast. */
export function useWords(): readonly Word[] {
  const { t } = useTranslation('meetings');
  const call = useCall();
  const [words, setWords] = useState<readonly Word[]>([]);
  useEffect(() => {
    let last = 0;
    return call.onNews((news) => {
      if (news.kind === 'problem') {
        toastError(news.error);
        return;
      }
      const text = t(`announce.${news.kind}`, { name: nameOf(news) });
      if (news.kind === 'handRaised' || news.kind === 'mutedByHost') {
        toast(text);
        return;
      }
      const many = (call.store.getState().room?.participants.length ?? 0) > crowd;
      if (many && (news.kind === 'joined' || news.kind === 'left')) return;
      last += 1;
      setWords((old) => [...old, { id: last, text }].slice(-kept));
    });
  }, [call, t]);
  return words;
}

const nameOf = (news: CallNews): string => ('participant' in news ? news.participant.person.displayName : '');
