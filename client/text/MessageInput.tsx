import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '../app/Avatar.tsx';
import options from '../app/options.module.css';
import { type Completion, CompletionList } from './CompletionList.tsx';
import listClasses from './CompletionList.module.css';
import { inCodeBlock, type Mark, toggleMark } from './format.ts';
import { applyEdit } from './insert-text.ts';
import classes from './MessageInput.module.css';
import { type Draft, draftParts, insertMention, matchPeople, mentionAt } from './mention-text.ts';

/** A line that begins with `/` and does something instead of being said. */
export type Command = { name: string; help: string };

type Props = {
  field: RefObject<HTMLTextAreaElement | null>;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onSubmit: () => void;
  /** Escape. */
  onCancel?: (() => void) | undefined;
  /** The up arrow in an empty field. */
  onUp?: (() => void) | undefined;
  /** Whom one can mention. */
  people: readonly PersonCard[];
  /** Those that the whole text may become. */
  commands?: ((text: string) => readonly Command[]) | undefined;
  /** Asked before anything else; true: the key is taken. */
  onKey?: (event: KeyboardEvent) => boolean;
  label: string;
  placeholder?: string;
  /** False: only with Ctrl or Cmd. For longer texts. */
  enterSends?: boolean;
  /** Text and tools in one row. */
  narrow?: boolean;
  /** Below the text, or beside it. */
  children?: ReactNode;
};

const marks: Record<string, Mark> = { b: 'bold', i: 'italic', e: 'code' };
const isTouch = () => matchMedia('(pointer: coarse)').matches;

/** A field for Markdown that grows with its text and completes mentions. */
export function MessageInput(props: Props) {
  const { field, draft, onDraft, people, enterSends = true } = props;
  const { t } = useTranslation('chat');
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);

  const word = caret === null ? null : mentionAt(draft.text, caret);
  const mentioned = word === null || word.start === dismissed ? [] : matchPeople(people, word.query);
  const isCommand = caret === draft.text.length && dismissed !== 0;
  const commands = isCommand ? (props.commands?.(draft.text) ?? []) : [];
  const offered: readonly Completion[] =
    commands.length > 0 ? commands.map(asCommand) : mentioned.map(asPerson);
  const isOpen = offered.length > 0;
  const index = Math.min(chosen, offered.length - 1);

  const moved = () => {
    const now = field.current;
    setCaret(now && now.selectionStart === now.selectionEnd ? now.selectionStart : null);
  };

  const choose = (at: number) => {
    const command = commands[at];
    if (command) complete(command);
    else mention(mentioned[at]);
    setChosen(0);
  };

  const complete = ({ name }: Command) => {
    const now = field.current;
    if (now === null) return;
    const insert = `/${name} `;
    applyEdit(now, { start: 0, end: draft.text.length, insert, select: [insert.length, insert.length] });
    onDraft({ ...draft, text: insert });
    setCaret(insert.length);
  };

  const mention = (person: PersonCard | undefined) => {
    const now = field.current;
    if (now === null || word === null || person === undefined) return;
    const { draft: next, caret: at } = insertMention(draft, word, person);
    const insert = next.text.slice(word.start, next.text.length - (draft.text.length - word.end));
    applyEdit(now, { start: word.start, end: word.end, insert, select: [at, at] });
    onDraft(next);
    setCaret(at);
  };

  const pressedInList = (event: KeyboardEvent): boolean => {
    if (!isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((index + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(index);
    else if (event.key === 'Escape') setDismissed(word?.start ?? 0);
    else return false;
    return true;
  };

  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (props.onKey?.(event) || pressedInList(event) || pressedShortcut(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const pressedShortcut = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, currentTarget } = event;
    const withMod = (event.ctrlKey || event.metaKey) && !event.altKey;
    const mark = withMod && !event.shiftKey ? marks[key.toLowerCase()] : undefined;
    const { selectionStart, selectionEnd, value } = currentTarget;
    if (mark !== undefined) applyEdit(currentTarget, toggleMark(value, selectionStart, selectionEnd, mark));
    else if (key === 'Escape' && props.onCancel) props.onCancel();
    else if (key === 'ArrowUp' && value === '' && props.onUp) props.onUp();
    else if (key === 'Enter' && (withMod || (enterSends && sends(event, value.slice(0, selectionStart)))))
      props.onSubmit();
    else return false;
    return true;
  };

  return (
    <div className={classes.box} data-narrow={props.narrow}>
      {isOpen && (
        <CompletionList
          id={listId}
          label={t(commands.length > 0 ? 'composer.commands' : 'composer.people')}
          found={
            commands.length > 0
              ? t('composer.commandsFound', { count: commands.length })
              : t('composer.peopleFound', { count: mentioned.length })
          }
          completions={offered}
          chosen={index}
          onChoose={choose}
          onHover={setChosen}
        />
      )}
      <div className={classes.scroll}>
        <div className={classes.grow}>
          <div className={classes.mirror} aria-hidden="true">
            {draftParts(draft).map(({ text, at, isMention }) => (
              <span key={at} className={isMention ? classes.mention : undefined}>
                {text}
              </span>
            ))}
            {'\u200b'}
          </div>
          <textarea
            ref={field}
            className={classes.field}
            rows={1}
            value={draft.text}
            aria-label={props.label}
            placeholder={props.placeholder}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={isOpen ? listId : undefined}
            aria-activedescendant={isOpen ? `${listId}-${index}` : undefined}
            enterKeyHint={isTouch() ? 'enter' : 'send'}
            onChange={(event) => {
              onDraft({ ...draft, text: event.currentTarget.value });
              setChosen(0);
              setDismissed(null);
              moved();
            }}
            onSelect={moved}
            onBlur={() => setCaret(null)}
            onKeyDown={pressed}
          />
        </div>
      </div>
      {props.children}
    </div>
  );
}

const asCommand = ({ name, help }: Command): Completion => ({
  key: name,
  content: (
    <>
      <span className={listClasses.command}>/{name}</span>
      <span className={listClasses.help}>{help}</span>
    </>
  ),
});

const asPerson = (person: PersonCard): Completion => ({
  key: person.id,
  content: (
    <>
      <PersonAvatar person={person} size={24} presence />
      <span className={options.label}>{person.displayName}</span>
    </>
  ),
});

/** At a desk Enter sends, except in an open code block; on a phone the button does. */
const sends = (event: KeyboardEvent, before: string) => !event.shiftKey && !isTouch() && !inCodeBlock(before);
