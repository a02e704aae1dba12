import type { TicketId } from '#shared/contract/ids.ts';

type Place = { active: TicketId | null; offset: number };
const places = new Map<string, Place>();

/** Where one was in a list, for coming back from a ticket. */
export const placeIn = (key: string): Place => places.get(key) ?? { active: null, offset: 0 };
export const keepPlace = (key: string, part: Partial<Place>): void =>
  void places.set(key, { ...placeIn(key), ...part });
