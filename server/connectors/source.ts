import type { Mirrored } from '#server/tickets/intake/mirror.service.ts';

/** A ticket as the other system tells it; who asked is known by their id there. */
export type Foreign = Omit<Mirrored, 'requesterId'> & { requester: { externalId: string; name: string } };

/** What is read 50 at a time. `total`: how many there are in all, as far as this page knows. `unread`: not what was expected. */
export type Page = { tickets: Foreign[]; unread: number; total: number };
export type PagedList = {
  /** The newest come first: what follows a page without news is older than what is known. */
  newestFirst: boolean;
  /** Counts from 1. */
  page(number: number): Promise<Page>;
};

/** Another system with tickets. All of it throws `SourceFailure`. */
export interface Source {
  /** Whether it lets us in. */
  probe(): Promise<void>;
  /** What changed since then, as far as it can tell; without a time: everything. */
  lists(since: Date | null): Promise<PagedList[]>;
}

export const pageSize = 50;
