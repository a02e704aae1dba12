import type { Row } from './rows.ts';

/** What one can do with a message of the list. */
export type MessageActions = {
  can: (row: Row) => { edit: boolean; delete: boolean; quote: boolean; copy: boolean; ticket: boolean };
  edit: (row: Row) => void;
  delete: (row: Row) => void;
  quote: (row: Row) => void;
  makeTicket: (row: Row) => void;
  copyLink: (row: Row) => void;
  copyText: (row: Row) => void;
  /** The editor is done. */
  save: (body: string) => void;
  cancel: () => void;
  /** The keyboard or a finger is on this message now, or has left it. */
  activate: (row: Row) => void;
  leave: (row: Row) => void;
  /** A key on a message. True: it meant something. */
  key: (key: string, row: Row) => boolean;
};
