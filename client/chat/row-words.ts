import type { TFunction } from 'i18next';
import { createContext, use, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonId } from '#shared/contract/ids.ts';
import { useMe } from '../app/hub.ts';
import { useFormats } from '../app/time.ts';
import { dayLabel } from '../app/day-label.ts';

/** What every row of a list needs to speak. Made once for the list, because rows come and go with each frame of scrolling. */
export type RowWords = {
  me: PersonId;
  /** People's pages are for members. */
  opensPeople: boolean;
  language: string;
  /** CSS pixels. */
  avatarSize: number;
  t: TFunction<'chat'>;
  time: (at: string) => string;
  dateTime: (at: string) => string;
  day: (at: string) => string;
};

export function useMakeRowWords(compact: boolean): RowWords {
  const { t, i18n } = useTranslation('chat');
  const { id, kind, timeZone } = useMe();
  const { time, dateTime } = useFormats();
  // An open night keeps yesterday's "Today" until the list is opened again.
  const [now] = useState(() => new Date());
  const { language } = i18n;
  const words = { locale: language, timeZone, today: t('list.today'), yesterday: t('list.yesterday') };
  return {
    me: id,
    opensPeople: kind === 'member',
    language,
    avatarSize: compact ? 28 : 36,
    t,
    time,
    dateTime,
    day: (at) => dayLabel(new Date(at), now, words),
  };
}

export const RowContext = createContext<RowWords | null>(null);

export function useRowWords(): RowWords {
  const words = use(RowContext);
  if (words === null) throw new Error('a row outside a list');
  return words;
}
