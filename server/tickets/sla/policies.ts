import type { SlaPolicy } from '#shared/contract/sla.ts';
import type { Ticket } from '#shared/contract/tickets.ts';

type Where = Pick<Ticket, 'companyId' | 'queueId'>;

/** How closely a policy means a ticket: its company says more than its queue. */
function closeness({ companyIds, queueIds }: SlaPolicy): number {
  return (companyIds.length > 0 ? 2 : 0) + (queueIds.length > 0 ? 1 : 0);
}

const applies = ({ enabled, companyIds, queueIds }: SlaPolicy, { companyId, queueId }: Where): boolean =>
  enabled &&
  (companyIds.length === 0 || (companyId !== null && companyIds.includes(companyId))) &&
  (queueIds.length === 0 || queueIds.includes(queueId));

/** The closest; of equally close ones the first. */
export function policyFor(policies: readonly SlaPolicy[], ticket: Where): SlaPolicy | undefined {
  return policies
    .filter((policy) => applies(policy, ticket))
    .toSorted((a, b) => closeness(b) - closeness(a))[0];
}
