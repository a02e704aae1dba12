import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CannedReply, listCannedReplies } from '#shared/contract/desk.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { commandQuery } from '../../app/query.ts';
import { CompletionList } from '../../text/CompletionList.tsx';
import listClasses from '../../text/CompletionList.module.css';
import { applyEdit } from '../../text/insert-text.ts';
import { findCanned, slashAt } from '../core/canned.ts';
import { useAtDesk } from '../use-tickets.ts';
import classes from './canned.module.css';
import { useWordsAbout } from './use-words-about.ts';

type Slash = NonNullable<ReturnType<typeof slashAt>>;

/** `/` in the composer finds a canned reply, which takes its place with the names of this ticket filled in. */
export function useCanned(
  ticket: Ticket,
  field: RefObject<HTMLTextAreaElement | null>,
): { list: ReactNode; onKey: (event: KeyboardEvent) => boolean; look: () => void } {
  const { t } = useTranslation('tickets');
  const id = useId();
  const fill = useWordsAbout(ticket);
  const { data } = useQuery({ ...commandQuery(listCannedReplies, {}), enabled: useAtDesk() });
  const [slash, setSlash] = useState<Slash | null>(null);
  const [chosen, setChosen] = useState(0);
  const offered = slash === null ? [] : findCanned(data?.replies ?? [], slash.query);
  const index = Math.min(chosen, offered.length - 1);

  const choose = (reply: CannedReply | undefined) => {
    const now = field.current;
    if (now === null || slash === null || reply === undefined) return;
    const insert = fill(reply.body);
    const end = slash.start + insert.length;
    applyEdit(now, { start: slash.start, end: slash.end, insert, select: [end, end] });
    setSlash(null);
  };

  return {
    /** The text or the caret has changed. */
    look: () => {
      const now = field.current;
      setSlash(now && slashAt(now.value, now.selectionStart));
      setChosen(0);
    },
    onKey: (event) => {
      if (offered.length === 0) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setChosen((index + step + offered.length) % offered.length);
      else if (event.key === 'Enter' || event.key === 'Tab') choose(offered[index]);
      else if (event.key === 'Escape') setSlash(null);
      else return false;
      return true;
    },
    list: offered.length > 0 && (
      <CompletionList
        id={id}
        label={t('canned.title')}
        found={t('canned.found', { count: offered.length })}
        completions={offered.map((reply) => ({
          key: reply.id,
          content: (
            <>
              <span className={classes.name}>{reply.name}</span>
              <span className={listClasses.help}>{reply.body}</span>
            </>
          ),
        }))}
        chosen={index}
        onChoose={(at) => choose(offered[at])}
        onHover={setChosen}
      />
    ),
  };
}
