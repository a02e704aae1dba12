import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BlobContent, Blobs } from '#server/platform/blobs.ts';
import type { Db } from '#server/platform/db.ts';
import type { Logger } from '#server/platform/logger.ts';
import { readBody } from '#server/platform/read-body.ts';
import type { Me } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import type { Announce } from './announce.ts';
import { makeAvatar } from './avatar-image.ts';
import type { AccountLimiters } from './limits.ts';
import { lockPerson, setOfPerson } from './people.store.ts';
import { meOf } from './present.ts';

type Parts = { db: Db; blobs: Blobs; logger: Logger; limits: AccountLimiters; announce: Announce };

export const maxAvatarBytes = 5 * 1024 * 1024;

/** Pictures of people. Each upload gets a random name that nobody guesses and that never means another picture. */
export function createAvatars({ db, blobs, logger, limits, announce }: Parts) {
  return {
    async put(actor: Actor, body: Readable): Promise<Me> {
      await limits.avatarPerPerson.consume(actor.personId);
      const picture = await makeAvatar(await readBody(body, maxAvatarBytes));
      const key = randomBytes(16).toString('hex');
      await blobs.put(blobKey(actor.personId, key), picture, { contentType: 'image/webp' });
      return await replace(actor, key);
    },

    delete: (actor: Actor): Promise<Me> => replace(actor, null),

    async open(personId: PersonId, key: string): Promise<BlobContent> {
      const picture = await blobs.get(blobKey(personId, key));
      if (!picture) throw new AppError('notFound', 'There is no such picture.');
      return picture;
    },
  };

  function replace(actor: Actor, key: string | null): Promise<Me> {
    return db.transaction(async (tx) => {
      const { avatarKey: before } = await lockPerson(tx, actor.personId);
      const person = await setOfPerson(tx, actor.personId, { avatar_key: key });
      announce.both(tx, person);
      if (before !== null) tx.afterCommit(() => discard(blobKey(actor.personId, before)));
      return meOf(person, actor.sessionId);
    });
  }

  /** A picture that stays behind costs some kilobytes, nothing else. */
  async function discard(key: string): Promise<void> {
    await blobs
      .delete(key)
      .catch((error: unknown) => logger.warn({ err: error, key }, 'an old picture stays'));
  }
}
export type Avatars = ReturnType<typeof createAvatars>;

const blobKey = (personId: PersonId, key: string): string => `avatars/${personId}/${key}.webp`;
