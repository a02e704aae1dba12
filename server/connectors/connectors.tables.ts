import type { ColumnType } from 'kysely';
import type { ConnectorSettings, ConnectorTrouble } from '#shared/contract/connectors.ts';
import type { ConnectorId, PersonId, QueueId } from '#shared/contract/ids.ts';

type Fixed<T> = ColumnType<T, T, never>;
/** Without the queue, which has a column. */
export type StoredSettings = ConnectorSettings extends infer S
  ? S extends ConnectorSettings
    ? Omit<S, 'queueId'>
    : never
  : never;

export type ConnectorsTable = {
  id: Fixed<ConnectorId>;
  settings: ColumnType<StoredSettings, string, string>;
  queue_id: QueueId;
  /** Encrypted with a key outside the database, for this row. */
  sealed_key: Buffer;
  key_ending: string;
  created_at: Fixed<Date>;
  next_at: Date;
  /** The latest change there that is known here. */
  read_up_to: ColumnType<Date | null, undefined, Date | null>;
  synced_at: ColumnType<Date | null, undefined, Date | null>;
  /** When everything was read last, not only what was news. */
  complete_at: ColumnType<Date | null, undefined, Date | null>;
  trouble: ColumnType<ConnectorTrouble | null, undefined, ConnectorTrouble | null>;
  failing_since: ColumnType<Date | null, undefined, Date | null>;
  failures: ColumnType<number, undefined, number>;
};
export type ConnectorPeopleTable = {
  connector_id: Fixed<ConnectorId>;
  external_id: Fixed<string>;
  person_id: Fixed<PersonId>;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    connectors: ConnectorsTable;
    connector_people: ConnectorPeopleTable;
  }
}
