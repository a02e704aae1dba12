import type { ColumnType, Generated } from 'kysely';
import type {
  ImportField,
  ImportFormat,
  ImportSettings,
  ImportState,
  ImportTrouble,
} from '#shared/contract/imports.ts';
import type { PersonId, TicketId, TicketImportId } from '#shared/contract/ids.ts';

type Fixed<T> = ColumnType<T, T, never>;

export type TicketImportsTable = {
  id: Fixed<TicketImportId>;
  name: Fixed<string>;
  format: Fixed<ImportFormat>;
  size: Fixed<number>;
  sha256: Fixed<string>;
  state: ImportState;
  settings: ColumnType<ImportSettings | null, undefined, string>;
  /** Who uploaded it, then who started it. */
  created_by: PersonId;
  created_at: Fixed<Date>;
  started_at: ColumnType<Date | null, undefined, Date>;
  ended_at: ColumnType<Date | null, undefined, Date | null>;
  rows: Generated<number>;
  rows_done: Generated<number>;
  skipped: Generated<number>;
  tickets: Generated<number>;
  problems: Generated<number>;
};
export type TicketImportTicketsTable = {
  import_id: Fixed<TicketImportId>;
  external_id: Fixed<string>;
  ticket_id: Fixed<TicketId>;
  seq: Fixed<number>;
};
export type TicketImportProblemsTable = {
  import_id: Fixed<TicketImportId>;
  place: Fixed<number>;
  line: Fixed<number>;
  field: Fixed<ImportField | null>;
  problem: Fixed<ImportTrouble>;
  value: Fixed<string>;
  skipped: Fixed<boolean>;
};
export type TicketImportPeopleTable = { key: Fixed<string>; person_id: Fixed<PersonId> };

declare module '#server/platform/db.ts' {
  interface Tables {
    ticket_imports: TicketImportsTable;
    ticket_import_tickets: TicketImportTicketsTable;
    ticket_import_problems: TicketImportProblemsTable;
    ticket_import_people: TicketImportPeopleTable;
  }
}
