import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import { violatedUnique } from '#server/platform/db-errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { CompanyId } from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/tickets.ts';
import * as desk from './desk.store.ts';
import { unknownCompany } from './refusals.ts';
import type { Standings } from './standings.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & { people: Pick<People, 'card'>; standings: Standings };

const companiesPerPage = 200;

/** The companies that customers belong to. */
export function createCompanies({ db, clock, people, standings }: Parts) {
  return {
    async listCompanies(
      actor: Actor,
      { startsWith, after }: ParsedInputOf<typeof contract.listCompanies>,
    ): Promise<OutputOf<typeof contract.listCompanies>> {
      await standings.requireDesk(actor);
      const found = await desk.listCompanies(db.read, startsWith, after, companiesPerPage + 1);
      return { companies: found.slice(0, companiesPerPage), more: found.length > companiesPerPage };
    },

    async createCompany(
      actor: Actor,
      { name }: ParsedInputOf<typeof contract.createCompany>,
    ): Promise<contract.Company> {
      await standings.requireDesk(actor);
      return await db.transaction((tx) =>
        desk.insertCompany(tx, newId<CompanyId>(), name, clock.now()).catch((error: unknown) => {
          if (!violatedUnique(error)) throw error;
          throw new AppError('conflict', 'There is a company of this name already.', {
            details: { reason: 'nameTaken' },
          });
        }),
      );
    },

    async setCompanyOf(
      actor: Actor,
      { personId, companyId }: ParsedInputOf<typeof contract.setCompanyOf>,
    ): Promise<typeof nothing> {
      await standings.requireDesk(actor);
      const card = await people.card(db.read, personId);
      if (card.kind !== 'customer') throw new AppError('invalid', 'Only customers belong to a company.');
      if (companyId && !(await desk.findCompany(db.read, companyId))) throw unknownCompany();
      await db.transaction((tx) => desk.setCompany(tx, personId, companyId));
      return nothing;
    },
  };
}
