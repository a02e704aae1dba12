import { lazy, memo, Suspense } from 'react';
import type { Message } from '#shared/contract/chat.ts';
import { useNames } from '../app/people.ts';
import { referenceIn } from '../panels/references.ts';
import classes from '../text/markdown.module.css';
import { mentionedIds } from '../text/mention-text.ts';
import { isPlain, type MarkdownNames } from '../text/plain.ts';
import cardClasses from '../panels/Card.module.css';
import { useRowWords } from './row-words.ts';
import { type Markdown, useMarkdown } from '../text/use-markdown.ts';

const written = new WeakMap<Message, { key: string; html: string }>();
const onlyEmoji =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*\s*){1,3}$/u;

const MessageCard = lazy(() =>
  import('../panels/MessageCard.tsx').then((module) => ({ default: module.MessageCard })),
);

type Props = { message: Message; id?: string | undefined };

/** What a message says or stands for. Plain text at once; with Markdown as soon as its code is there. */
export const MessageBody = memo(function MessageBody({ message, id }: Props) {
  const reference = referenceIn(message.body);
  if (reference)
    return (
      <div id={id} data-card={reference.kind}>
        <Suspense fallback={<div className={cardClasses.card} aria-busy="true" />}>
          <MessageCard reference={reference} />
        </Suspense>
      </div>
    );
  if (isPlain(message.body)) return <PlainBody message={message} id={id} />;
  return <RichBody message={message} id={id} />;
});

function PlainBody({ message, id }: Props) {
  const { t } = useRowWords();
  const body = message.body.trim();
  const paragraphs = body.split(/\n{2,}/);
  return (
    <div className={classes.body} id={id} data-emoji={onlyEmoji.test(body) || undefined}>
      {paragraphs.map((text, index) => (
        // Paragraphs of a text have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index}>
          {text}
          {message.editedAt !== null && index === paragraphs.length - 1 && (
            <span data-edited> {t('chat:message.edited')}</span>
          )}
        </p>
      ))}
    </div>
  );
}

function RichBody({ message, id }: Props) {
  const { me, language, opensPeople, t } = useRowWords();
  const markdown = useMarkdown();
  const ids = mentionedIds(message.body);
  const names = useNames(ids);
  if (markdown === undefined) return <PlainBody message={message} id={id} />;
  const html = htmlOf(markdown, message, [language, ...names].join('\n'), {
    nameOf: (person) => names[ids.findIndex((mentioned) => mentioned === person)],
    me,
    opensPeople,
    labels: {
      copy: t('chat:message.copyCode'),
      code: t('chat:message.code'),
      somebody: t('chat:message.somebody'),
      edited: t('chat:message.edited'),
    },
  });
  return <div className={classes.body} id={id} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Kept beside the message: scrolling back and forth must not write it again. */
function htmlOf(markdown: Markdown, message: Message, key: string, names: MarkdownNames): string {
  const known = written.get(message);
  if (known?.key === key) return known.html;
  const html = markdown.renderMarkdown(message.body, names);
  const marked = message.editedAt === null ? html : withMark(html, names.labels.edited);
  written.set(message, { key, html: marked });
  return marked;
}

/** Puts "(edited)" behind the last word where there is one, else in a line of its own. */
function withMark(html: string, mark: string): string {
  const end = html.trimEnd();
  return end.endsWith('</p>')
    ? `${end.slice(0, -4)}<span data-edited> ${mark}</span></p>`
    : `${end}<p data-edited>${mark}</p>`;
}
