import type { PersonId } from '#shared/contract/ids.ts';
import type { ChatNeeds } from './chat.needs.ts';
import type { Home } from './chat.policy.ts';

/** Of these people, those who can read the channels of a home, in the order given. */
export type ReadersAmong = (home: Home, people: readonly PersonId[]) => Promise<PersonId[]>;

export const createReaders =
  ({ spaces, meetings }: Pick<ChatNeeds, 'spaces' | 'meetings'>): ReadersAmong =>
  async (home, people) => {
    const named = [...new Set(people)];
    if (named.length === 0) return named;
    const found =
      home.in === 'space'
        ? await spaces.membersAmong(home.spaceId, named)
        : await meetings.readersAmong(home.meetingId, named);
    const readers = new Set(found);
    return named.filter((id) => readers.has(id));
  };
