import { IconUserOff } from '@tabler/icons-react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { listPeople } from '#shared/contract/accounts.ts';
import type { LabelField } from '#shared/contract/labels.ts';
import { listCompanies, listQueues, TicketImpact } from '#shared/contract/tickets.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { hub } from '../../app/hub.ts';
import { matchScore } from '../../app/match.ts';
import { people } from '../../app/people.ts';
import { commandQuery, queryClient } from '../../app/query.ts';
import { useSession } from '../../app/session.ts';
import type { Changes } from '../core/changes.ts';
import { changesOf, optionsOf, wordOf } from '../core/labels.ts';
import { labelsQuery, nameOf } from '../labels.ts';
import { PriorityMark } from '../parts/PriorityMark.tsx';

export type PickField = 'assignee' | 'status' | 'priority' | 'impact' | 'queue' | 'company';
/** One thing to choose, and what of a ticket it changes. */
export type Choice = { key: string; label: string; icon?: ReactNode; changes: Changes };

const { t } = i18next;
const found = (query: string, choices: Choice[]) =>
  choices.filter(({ label }) => matchScore(query, label) > 0);

/** The desk's own words among the others. */
async function worded(field: LabelField, query: string, iconOf: (changes: Changes) => ReactNode) {
  const { labels } = await queryClient.ensureQueryData(labelsQuery);
  return found(
    query,
    optionsOf(field, labels).map((option) => {
      const changes = changesOf(field, option);
      return { key: wordOf(option), label: nameOf(field, option), icon: iconOf(changes), changes };
    }),
  );
}

/** What a field of a ticket can become, for the words typed. */
export const choicesOf: Record<PickField, (query: string) => Choice[] | Promise<Choice[]>> = {
  status: (query) => worded('status', query, () => null),
  priority: (query) =>
    worded('priority', query, ({ priority = 'normal', priorityLabelId = null }) => (
      <PriorityMark ticket={{ priority, priorityLabelId }} />
    )),
  impact: (query) =>
    found(
      query,
      TicketImpact.options.map((impact) => ({
        key: impact,
        label: t(`tickets:impact.${impact}`),
        changes: { impact },
      })),
    ),
  queue: async (query) => {
    const { queues } = await queryClient.ensureQueryData(commandQuery(listQueues, {}));
    return found(
      query,
      queues
        .filter(({ archived }) => !archived)
        .map(({ id, name }) => ({ key: id, label: name, changes: { queueId: id } })),
    );
  },
  company: async (query) => {
    const { companies } = await hub.call(listCompanies, { startsWith: query.trim() });
    return [
      ...found(query, [{ key: 'none', label: t('tickets:company.none'), changes: { companyId: null } }]),
      ...companies.map(({ id, name }) => ({ key: id, label: name, changes: { companyId: id } })),
    ];
  },
  assignee: async (query) => {
    const { me } = useSession.getState();
    const words = query.trim();
    const page = await hub.call(listPeople, {
      kind: 'member',
      limit: 20,
      ...(words === '' ? {} : { query: words }),
    });
    people.remember(page.people);
    const others = page.people.filter(({ id, suspended }) => id !== me?.id && !suspended);
    return [
      ...found(query, [
        ...(me
          ? [
              {
                key: me.id,
                label: `${me.displayName} (${t('tickets:assignee.me')})`,
                icon: <PersonAvatar person={me} size={20} />,
                changes: { assigneeId: me.id },
              },
            ]
          : []),
        {
          key: 'none',
          label: t('tickets:assignee.nobody'),
          icon: <IconUserOff size={18} />,
          changes: { assigneeId: null },
        },
      ]),
      ...others.map((person) => ({
        key: person.id,
        label: person.displayName,
        icon: <PersonAvatar person={person} size={20} />,
        changes: { assigneeId: person.id },
      })),
    ];
  },
};
