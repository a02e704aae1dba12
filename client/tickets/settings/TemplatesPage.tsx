import { IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deleteTemplate, listTemplates } from '#shared/contract/desk-tools.ts';
import { hub } from '../../app/hub.ts';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { useAtDesk } from '../use-tickets.ts';
import { withoutKept } from './kept.ts';
import { KeptPage } from './KeptPage.tsx';
import { TemplateDialog } from './TemplateDialog.tsx';

/** What new tickets begin with. */
export function TemplatesPage() {
  const { t } = useTranslation('desk');
  const query = useQuery({ ...commandQuery(listTemplates, {}), enabled: useAtDesk() });
  return (
    <KeptPage
      query={query}
      items={query.data?.templates ?? []}
      icon={<IconTemplate size={24} />}
      words={{
        add: t('templates.add'),
        empty: t('templates.empty'),
        emptyHint: t('templates.emptyHint'),
      }}
      describe={({ subject, body }) => subject || body}
      onRemove={async (template) => {
        await hub.call(deleteTemplate, { id: template.id });
        patchQuery(listTemplates, {}, ({ templates }) => ({ templates: withoutKept(templates, template) }));
      }}
      Editor={TemplateDialog}
    />
  );
}
