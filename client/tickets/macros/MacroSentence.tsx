import { useTranslation } from 'react-i18next';
import type { Macro } from '#shared/contract/desk-tools.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { useActionPhrases } from '../../admin/rules/use-sentence.ts';
import { useValueNames } from '../../admin/rules/use-choices.ts';
import { useWordsAbout } from '../ticket/use-words-about.ts';
import classes from './MacroSentence.module.css';

type Content = Pick<Macro, 'actions' | 'reply' | 'note'>;
const shortened = (words: string, longest: number) =>
  words.length > longest ? `${words.slice(0, longest - 1)}…` : words;

/** What it does to a ticket, with the words as they are said there. */
export function MacroPreview({ macro, ticket }: { macro: Content; ticket: Ticket }) {
  const fill = useWordsAbout(ticket);
  const filled = (words: string | null) => words && fill(words);
  return (
    <MacroSentence macro={{ ...macro, reply: filled(macro.reply), note: filled(macro.note) }} longest={200} />
  );
}

/** What a macro does, in its order. */
export function MacroSentence({ macro, longest = 60 }: { macro: Content; longest?: number }) {
  const { t, i18n } = useTranslation('desk');
  const { actions, reply, note } = macro;
  const phrasesOf = useActionPhrases(useValueNames([actions.changes.assigneeId ?? null]));
  const phrases = [
    ...(reply === null ? [] : [t('macros.replies', { words: shortened(reply, longest) })]),
    ...(note === null ? [] : [t('macros.notes', { words: shortened(note, longest) })]),
    ...phrasesOf(actions),
  ];
  const sentence = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(phrases);
  return <span className={classes.sentence}>{sentence}</span>;
}
