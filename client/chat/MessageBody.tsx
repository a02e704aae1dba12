import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#shared/contract/chat.ts';
import { copyText } from '../app/clipboard.ts';
import { useMaybeMe } from '../app/hub.ts';
import { useNames } from '../app/people.ts';
import classes from './MessageBody.module.css';
import { mentionedIds } from './mention-text.ts';
import { isPlain, type MarkdownNames } from './plain.ts';
import { type Markdown, useMarkdown } from './use-markdown.ts';

const written = new WeakMap<Message, { key: string; html: string }>();
const onlyEmoji =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*\s*){1,3}$/u;

type Props = { message: Message; id?: string };

/** The words of a message. Plain text at once; with Markdown as soon as its code is there. */
export const MessageBody = memo(function MessageBody({ message, id }: Props) {
  if (isPlain(message.body)) return <PlainBody message={message} id={id} />;
  return <RichBody message={message} id={id} />;
});

function PlainBody({ message, id }: { message: Message; id: string | undefined }) {
  const { t } = useTranslation('chat');
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
            <span data-edited> {t('message.edited')}</span>
          )}
        </p>
      ))}
    </div>
  );
}

function RichBody({ message, id }: { message: Message; id: string | undefined }) {
  const { t, i18n } = useTranslation('chat');
  const navigate = useNavigate();
  const markdown = useMarkdown();
  const me = useMaybeMe();
  const ids = mentionedIds(message.body);
  const names = useNames(ids);
  if (markdown === undefined) return <PlainBody message={message} id={id} />;

  const html = htmlOf(
    markdown,
    message,
    [i18n.language, ...names].join('\n'),
    {
      nameOf: (person) => names[ids.findIndex((mentioned) => mentioned === person)],
      me: me?.id ?? '',
      labels: { copy: t('message.copyCode'), code: t('message.code'), somebody: t('message.somebody') },
    },
    t('message.edited'),
  );

  const clicked = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const button = target.closest<HTMLElement>('[data-copy]');
    const person = target.closest<HTMLElement>('[data-person]')?.dataset['person'];
    const link = target.closest('a');
    if (button) void copyCode(button, t('message.copied'), t('message.copyCode'));
    else if (person !== undefined && me?.kind === 'member')
      void navigate({ to: '/people', search: { person } });
    else if (link && isHere(link) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void navigate({ href: link.pathname + link.search });
    }
  };
  return (
    // Clicks are on the links and buttons inside, which the keyboard reaches by themselves.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div className={classes.body} id={id} onClick={clicked} dangerouslySetInnerHTML={{ __html: html }} />
  );
}

/** Kept beside the message: scrolling back and forth must not write it again. */
function htmlOf(
  markdown: Markdown,
  message: Message,
  key: string,
  words: MarkdownNames,
  edited: string,
): string {
  const known = written.get(message);
  if (known?.key === key) return known.html;
  const html = withMark(
    markdown.renderMarkdown(message.body, words),
    message.editedAt === null ? '' : edited,
  );
  written.set(message, { key, html });
  return html;
}

/** Puts "(edited)" behind the last word where there is one, else in a line of its own. */
function withMark(html: string, mark: string): string {
  if (mark === '') return html;
  const end = html.trimEnd();
  return end.endsWith('</p>')
    ? `${end.slice(0, -4)}<span data-edited> ${mark}</span></p>`
    : `${end}<p data-edited>${mark}</p>`;
}

/** A page of this hub opens in place; files and pictures it serves do not. */
const isHere = (link: HTMLAnchorElement) =>
  link.origin === location.origin && /^\/(?:$|chat|meetings|m\/|people|spaces|settings)/.test(link.pathname);

async function copyCode(button: HTMLElement, copied: string, label: string) {
  const code = button.closest('[data-code]')?.querySelector('code')?.textContent ?? '';
  if (!(await copyText(code))) return;
  button.textContent = copied;
  setTimeout(() => {
    button.textContent = label;
  }, 2_000);
}
