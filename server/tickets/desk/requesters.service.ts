import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Platform } from '#server/platform/platform.ts';
import type * as contract from '#shared/contract/desk.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { companyOf, findCompany } from '../desk.store.ts';
import { findRequesterNote, putRequesterNote, requesterFigures } from './requesters.store.ts';
import type { Standings } from '../standings.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & { people: Pick<People, 'card'>; standings: Standings };

/** What an employee sees of whoever asks. */
export function createRequesters({ db, clock, people, standings }: Parts) {
  return {
    async get(
      actor: Actor,
      { personId }: ParsedInputOf<typeof contract.getRequester>,
    ): Promise<contract.RequesterProfile> {
      const { queues } = await standings.requireDesk(actor);
      const [person, companyId, note, figures] = await Promise.all([
        people.card(db.read, personId),
        companyOf(db.read, personId),
        findRequesterNote(db.read, personId),
        requesterFigures(db.read, personId, queues),
      ]);
      const company = (companyId && (await findCompany(db.read, companyId))) || null;
      return { person, company, note, ...figures };
    },

    async setNote(
      actor: Actor,
      { personId, body }: ParsedInputOf<typeof contract.setRequesterNote>,
    ): Promise<typeof nothing> {
      const { personId: authorId } = await standings.requireDesk(actor);
      await people.card(db.read, personId);
      const note = body.trim() === '' ? null : { body, authorId, at: clock.now() };
      await db.transaction((tx) => putRequesterNote(tx, personId, note));
      return nothing;
    },
  };
}
