import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { listMacros, type Macro } from '#shared/contract/desk-tools.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { matchScore } from '../../app/match.ts';
import { RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { applicationOf } from '../core/tickets.core.ts';
import { changeTickets } from '../do.ts';
import { FindDialog } from '../pick/FindDialog.tsx';
import { FindList } from '../pick/FindList.tsx';
import { MacroPreview, MacroSentence } from './MacroSentence.tsx';

const noMacros: readonly Macro[] = [];

/** The macros for these tickets, each with what it does (to one alone: what it says there): the chosen one is applied at once. */
export function MacroPicker({ tickets, onClose }: { tickets: readonly Ticket[]; onClose: () => void }) {
  const { t } = useTranslation('desk');
  const { data } = useQuery(commandQuery(listMacros, {}));
  const macros = data?.macros ?? noMacros;
  const only = tickets.length === 1 ? tickets[0] : undefined;
  const queues = [...new Set(tickets.map(({ queueId }) => queueId))].join();
  const find = useCallback(
    (query: string) =>
      macros
        .filter(({ name, queueId }) => (queueId ?? queues) === queues && matchScore(query, name) > 0)
        .map((macro) => ({
          key: macro.id,
          label: macro.name,
          hint: only ? <MacroPreview macro={macro} ticket={only} /> : <MacroSentence macro={macro} />,
          macro,
        })),
    [macros, queues, only],
  );
  return (
    <FindDialog opened label={t('macros.apply')} size={480} onClose={onClose}>
      {data === undefined ? (
        <RowsSkeleton rows={4} avatar={false} />
      ) : (
        <FindList
          label={t('macros.apply')}
          find={find}
          onPick={({ macro }) => {
            onClose();
            void changeTickets(tickets, applicationOf(macro.id, tickets));
          }}
        />
      )}
    </FindDialog>
  );
}
