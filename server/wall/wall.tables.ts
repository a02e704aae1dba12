import type { ColumnType, Selectable } from 'kysely';
import type { Locale } from '#shared/contract/accounts.ts';
import type { PersonId, QueueId, WallId } from '#shared/contract/ids.ts';
import type { WallPage } from '#shared/contract/wall.ts';

type Fixed<T> = ColumnType<T, T, never>;

export type WallsTable = {
  id: Fixed<WallId>;
  secret_hash: Fixed<Buffer>;
  name: Fixed<string>;
  pages: Fixed<WallPage[]>;
  queue_ids: Fixed<QueueId[]>;
  seconds_per_page: Fixed<number>;
  time_zone: Fixed<string>;
  locale: Fixed<Locale>;
  created_by: Fixed<PersonId>;
  created_at: Fixed<Date>;
  seen_at: ColumnType<Date | null, undefined, Date>;
};
export type WallRow = Selectable<WallsTable>;

declare module '#server/platform/db.ts' {
  interface Tables {
    walls: WallsTable;
  }
}
