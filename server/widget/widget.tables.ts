import type { ColumnType } from 'kysely';
import type { PersonId, QueueId, WidgetId } from '#shared/contract/ids.ts';
import type { WidgetSettings } from '#shared/contract/widget.ts';

type Fixed<T> = ColumnType<T, T, never>;
type Json<T> = ColumnType<T, string, string>;

export type WidgetsTable = {
  id: Fixed<WidgetId>;
  key: Fixed<string>;
  name: string;
  queue_id: QueueId | null;
  settings: Json<Omit<WidgetSettings, 'name' | 'queueId'>>;
  created_at: Fixed<Date>;
};

export type VisitorAnswer = { label: string; value: string };
export type VisitorsTable = {
  person_id: Fixed<PersonId>;
  widget_id: Fixed<WidgetId | null>;
  /** As they typed it; nobody has checked it. */
  email: Fixed<string | null>;
  answers: ColumnType<VisitorAnswer[], string, never>;
  page: Fixed<string>;
  created_at: Fixed<Date>;
};

export type VisitorLinksTable = {
  secret_hash: Buffer;
  person_id: Fixed<PersonId>;
  widget_id: WidgetId;
  /** null: to come back to the widget. Else the page of the hub that it opens, once. */
  path: Fixed<string | null>;
  expires_at: Date;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    widgets: WidgetsTable;
    visitors: VisitorsTable;
    visitor_links: VisitorLinksTable;
  }
}
