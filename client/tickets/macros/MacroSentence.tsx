import { useTranslation } from 'react-i18next';
import type { Macro } from '#shared/contract/desk-tools.ts';
import { useActionPhrases } from '../../admin/rules/use-sentence.ts';
import { useValueNames } from '../../admin/rules/use-choices.ts';
import classes from './MacroSentence.module.css';

const longest = 60;
const shortened = (words: string) => (words.length > longest ? `${words.slice(0, longest - 1)}…` : words);

/** What a macro does, in its order. */
export function MacroSentence({ macro }: { macro: Pick<Macro, 'actions' | 'reply' | 'note'> }) {
  const { t, i18n } = useTranslation('desk');
  const { actions, reply, note } = macro;
  const phrasesOf = useActionPhrases(useValueNames([actions.changes.assigneeId ?? null]));
  const phrases = [
    ...(reply === null ? [] : [t('macros.replies', { words: shortened(reply) })]),
    ...(note === null ? [] : [t('macros.notes', { words: shortened(note) })]),
    ...phrasesOf(actions),
  ];
  const sentence = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(phrases);
  return <span className={classes.sentence}>{sentence}</span>;
}
