import classes from '../../text/markdown.module.css';
import { isPlain } from '../../text/plain.ts';
import { useTicketHtml } from './use-ticket-html.ts';

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
  const html = useTicketHtml(body);
  if (html === undefined) return <Plain body={body} />;
  return <div className={classes.body} dangerouslySetInnerHTML={{ __html: html }} />;
}
