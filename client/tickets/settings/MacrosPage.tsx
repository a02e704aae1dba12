import { IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deleteMacro, listMacros, type Macro } from '#shared/contract/desk-tools.ts';
import { hub } from '../../app/hub.ts';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { MacroSentence } from '../macros/MacroSentence.tsx';
import { useAtDesk } from '../use-tickets.ts';
import { withoutKept } from './kept.ts';
import { KeptPage } from './KeptPage.tsx';
import { MacroDialog } from './MacroDialog.tsx';

const sentenceOf = (macro: Macro) => <MacroSentence macro={macro} />;

/** What the desk does again and again. */
export function MacrosPage() {
  const { t } = useTranslation('desk');
  const query = useQuery({ ...commandQuery(listMacros, {}), enabled: useAtDesk() });
  return (
    <KeptPage
      query={query}
      items={query.data?.macros ?? []}
      icon={<IconBolt size={24} />}
      words={{
        add: t('macros.add'),
        empty: t('macros.empty'),
        emptyHint: t('macros.emptyHint'),
      }}
      describe={sentenceOf}
      onRemove={async (macro) => {
        await hub.call(deleteMacro, { id: macro.id });
        patchQuery(listMacros, {}, ({ macros }) => ({ macros: withoutKept(macros, macro) }));
      }}
      Editor={MacroDialog}
    />
  );
}
