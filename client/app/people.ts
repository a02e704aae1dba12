import { useEffect } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { getPeople, type PersonCard, personChanged } from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { hub } from './hub.ts';

type Cards = { cards: ReadonlyMap<PersonId, PersonCard> };

const usePeopleStore = create<Cards>(() => ({ cards: new Map() }));

const maxPerCall = 200;
let wanted = new Set<PersonId>();
/** Asked for already: an id that the hub leaves out is not asked for again. */
const asked = new Set<PersonId>();
let timer: ReturnType<typeof setTimeout> | undefined;

function remember(cards: Iterable<PersonCard>): void {
  const { cards: known } = usePeopleStore.getState();
  let next: Map<PersonId, PersonCard> | undefined;
  for (const card of cards) {
    const old = known.get(card.id);
    if (
      old &&
      old.displayName === card.displayName &&
      old.avatarUrl === card.avatarUrl &&
      old.kind === card.kind
    )
      continue;
    next ??= new Map(known);
    next.set(card.id, {
      id: card.id,
      kind: card.kind,
      displayName: card.displayName,
      avatarUrl: card.avatarUrl,
    });
  }
  if (next) usePeopleStore.setState({ cards: next });
}

/** Loads a card unless it is here or on its way; calls of one frame become one command. */
function want(id: PersonId): void {
  if (asked.has(id) || usePeopleStore.getState().cards.has(id)) return;
  wanted.add(id);
  timer ??= setTimeout(fetchWanted, 15);
}

function fetchWanted(): void {
  timer = undefined;
  const ids = [...wanted];
  wanted = new Set();
  for (let start = 0; start < ids.length; start += maxPerCall) {
    const batch = ids.slice(start, start + maxPerCall);
    for (const id of batch) asked.add(id);
    hub.call(getPeople, { ids: batch }).then(
      ({ people: cards }) => remember(cards),
      () => {
        for (const id of batch) asked.delete(id);
      },
    );
  }
}

/** What this tab knows of other people. Whoever receives cards with a page of data hands them over with `remember`. */
export const people = {
  remember,
  want,
  get: (id: PersonId): PersonCard | undefined => usePeopleStore.getState().cards.get(id),
  /** Everybody known so far, for completion of mentions and the switcher. */
  all: (): PersonCard[] => [...usePeopleStore.getState().cards.values()],
};

/** The person's card, loaded when it is not known yet. */
export function usePerson(id: PersonId | undefined): PersonCard | undefined {
  const card = usePeopleStore((state) => (id === undefined ? undefined : state.cards.get(id)));
  const missing = card === undefined;
  useEffect(() => {
    if (id !== undefined && missing) want(id);
  }, [id, missing]);
  return card;
}

/** Display names in the order of the ids, loaded when not known yet. */
export function useNames(ids: readonly PersonId[]): (string | undefined)[] {
  const key = ids.join(' ');
  useEffect(() => {
    for (const id of key.split(' ')) if (id !== '') want(id as PersonId);
  }, [key]);
  return usePeopleStore(useShallow(({ cards }) => ids.map((id) => cards.get(id)?.displayName)));
}

hub.on(personChanged, ({ person }) => remember([person]));
