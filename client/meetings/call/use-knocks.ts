import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { answerKnock, knocksChanged, listKnocks } from '#shared/contract/meetings.ts';
import { hub } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { playKnock } from '../core/chime.ts';
import { useCall, useIsHost } from './use-call.ts';

export type Knocks = {
  waiting: readonly PersonCard[];
  answer: (people: readonly PersonCard[], admit: boolean) => void;
};

/** Who waits at the door: for hosts, with a sound, and a note when they look elsewhere. */
export function useKnocks(): Knocks {
  const { t } = useTranslation('meetings');
  const { meeting } = useCall();
  const host = useIsHost();
  const [waiting, setWaiting] = useState<readonly PersonCard[]>([]);
  const known = useRef(new Set<PersonId>());

  const answer: Knocks['answer'] = (people, admit) => {
    const answered = new Set(people.map(({ id }) => id));
    setWaiting((old) => old.filter(({ id }) => !answered.has(id)));
    for (const { id } of people) {
      hub.call(answerKnock, { meetingId: meeting.id, personId: id, admit }).catch(toastError);
    }
  };

  const receive = useEffectEvent((people: readonly PersonCard[]) => {
    const fresh = people.filter(({ id }) => !known.current.has(id));
    known.current = new Set(people.map(({ id }) => id));
    setWaiting(people);
    const [first] = fresh;
    if (!first) return;
    playKnock();
    const text = t('lobby.knocks', { name: first.displayName, count: fresh.length });
    notify(text, meeting.title);
  });

  useEffect(() => {
    if (!host) return;
    const ask = () => {
      if (hub.state === 'online') {
        hub.call(listKnocks, { meetingId: meeting.id }).then(
          ({ waiting: people }) => receive(people),
          () => undefined,
        );
      }
    };
    ask();
    const stops = [
      hub.on(knocksChanged, ({ meetingId, waiting: people }) => {
        if (meetingId === meeting.id) receive(people);
      }),
      hub.onState(ask),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [host, meeting.id]);

  return { waiting: host ? waiting : [], answer };
}

/** Only while the page is out of sight, and only if the person allowed it before. */
function notify(text: string, title: string): void {
  if (document.visibilityState === 'visible' || !('Notification' in window)) return;
  if (Notification.permission !== 'granted') return;
  const note = new Notification(title, { body: text, tag: 'entente-knock' });
  note.onclick = () => {
    window.focus();
    note.close();
  };
}
