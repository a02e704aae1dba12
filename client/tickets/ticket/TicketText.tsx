import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/hub.ts';
import { useNames } from '../../app/people.ts';
import classes from '../../text/markdown.module.css';
import { mentionedIds } from '../../text/mention-text.ts';
import { isPlain } from '../../text/plain.ts';
import { useMarkdown } from '../../text/use-markdown.ts';

/** Words of a ticket. Plain text at once; with Markdown as soon as its code is there. */
export const TicketText = ({ body }: { body: string }) =>
  isPlain(body) ? <Plain body={body} /> : <Rich body={body} />;

const Plain = ({ body }: { body: string }) => (
  <div className={classes.body}>
    {body
      .trim()
      .split(/\n{2,}/)
      .map((text, index) => (
        // Paragraphs of a text have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index}>{text}</p>
      ))}
  </div>
);

function Rich({ body }: { body: string }) {
  const { t } = useTranslation('chat');
  const { id, kind } = useMe();
  const markdown = useMarkdown();
  const ids = mentionedIds(body);
  const names = useNames(ids);
  if (markdown === undefined) return <Plain body={body} />;
  const html = markdown.renderMarkdown(body, {
    nameOf: (person) => names[ids.findIndex((mentioned) => mentioned === person)],
    me: id,
    opensPeople: kind === 'member',
    labels: {
      copy: t('message.copyCode'),
      code: t('message.code'),
      somebody: t('message.somebody'),
      edited: t('message.edited'),
    },
  });
  return <div className={classes.body} dangerouslySetInnerHTML={{ __html: html }} />;
}
