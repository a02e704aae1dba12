import { expect, test } from 'vitest';
import type { CompanyId, QueueId, SlaCalendarId, SlaPolicyId } from '#shared/contract/ids.ts';
import type { SlaPolicy } from '#shared/contract/sla.ts';
import { policyFor } from './policies.ts';

const id = <T extends string>(name: string) => name as T;
const [acorn, birch] = [id<CompanyId>('acorn'), id<CompanyId>('birch')];
const [support, admin] = [id<QueueId>('support'), id<QueueId>('admin')];
const target = { responseMinutes: 60, solveMinutes: null };

const policy = (name: string, parts: Partial<SlaPolicy> = {}): SlaPolicy => ({
  id: name as SlaPolicyId,
  name,
  enabled: true,
  calendarId: 'office' as SlaCalendarId,
  companyIds: [],
  queueIds: [],
  targets: { low: target, normal: target, high: target, critical: target },
  warnPercent: 80,
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...parts,
});

test('the closest policy applies: company and queue, company, queue, everybody; of two alike the first', () => {
  const everybody = policy('everybody');
  const queue = policy('queue', { queueIds: [support] });
  const company = policy('company', { companyIds: [acorn] });
  const both = policy('both', { companyIds: company.companyIds, queueIds: queue.queueIds });
  const all = [everybody, queue, company, both];
  const of = (companyId: CompanyId | null, queueId: QueueId, policies = all) =>
    policyFor(policies, { companyId, queueId })?.name;
  expect(of(acorn, support)).toBe('both');
  expect(of(acorn, admin)).toBe('company');
  expect(of(birch, support)).toBe('queue');
  expect(of(null, admin)).toBe('everybody');
  expect(of(acorn, support, [everybody, { ...both, enabled: false }])).toBe('everybody');
  expect(of(birch, admin, [company, queue])).toBeUndefined();
  expect(of(acorn, admin, [company, policy('other', { companyIds: company.companyIds })])).toBe('company');
});
