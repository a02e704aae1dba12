import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/hub.ts';
import { useNames } from '../../app/people.ts';
import { mentionedIds } from '../../text/mention-text.ts';
import { useMarkdown } from '../../text/use-markdown.ts';

/** Words of a ticket as HTML that is safe; undefined until the code for it is there. */
export function useTicketHtml(body: string): string | undefined {
  const { t } = useTranslation('chat');
  const { id, kind } = useMe();
  const markdown = useMarkdown();
  const ids = mentionedIds(body);
  const names = useNames(ids);
  return markdown?.renderMarkdown(body, {
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
}
