import type { Db, Tx } from '#server/platform/db.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { meChanged, personChanged } from '#shared/contract/accounts.ts';
import type { ActorCache } from './actor-cache.ts';
import { audiencesOfCard } from './people.audience.ts';
import { cardOf, meOf, type PersonRow } from './present.ts';

type Parts = { db: Db; publisher: Publisher; cache: ActorCache };

/** After commit: tells a person's tabs and everybody who sees them what the person is now. */
export function createAnnounce({ db, publisher, cache }: Parts) {
  const announce = {
    card(tx: Tx, row: PersonRow): void {
      tx.afterCommit(async () => {
        for (const each of await audiencesOfCard(db.read, row))
          publisher.publish(each, personChanged, { person: cardOf(row) });
      });
    },
    /** `sessionId` differs from tab to tab, so the event leaves it to the client. */
    me(tx: Tx, row: PersonRow): void {
      tx.afterCommit(() => {
        cache.forget({ person: row.id });
        publisher.publish(audience.person(row.id), meChanged, { me: meOf(row, null) });
      });
    },
    both(tx: Tx, row: PersonRow): void {
      announce.me(tx, row);
      announce.card(tx, row);
    },
  };
  return announce;
}
export type Announce = ReturnType<typeof createAnnounce>;
