import { IconMessageBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deleteCannedReply, listCannedReplies } from '#shared/contract/desk.ts';
import { hub } from '../../app/hub.ts';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { useAtDesk } from '../use-tickets.ts';
import { CannedDialog } from './CannedDialog.tsx';
import { withoutKept } from './kept.ts';
import { KeptPage } from './KeptPage.tsx';

/** What the desk answers again and again. */
export function CannedPage() {
  const { t } = useTranslation('tickets');
  const query = useQuery({ ...commandQuery(listCannedReplies, {}), enabled: useAtDesk() });
  return (
    <KeptPage
      query={query}
      items={query.data?.replies ?? []}
      icon={<IconMessageBolt size={24} />}
      words={{
        add: t('canned.add'),
        empty: t('canned.empty'),
        emptyHint: t('canned.emptyHint'),
      }}
      describe={({ body }) => body}
      onRemove={async (reply) => {
        await hub.call(deleteCannedReply, { id: reply.id });
        patchQuery(listCannedReplies, {}, ({ replies }) => ({ replies: withoutKept(replies, reply) }));
      }}
      Editor={CannedDialog}
    />
  );
}
