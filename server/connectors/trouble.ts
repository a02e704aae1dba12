import type { ConnectorTrouble } from '#shared/contract/connectors.ts';

/** The other system could not be read. The message is for the log; it never holds a key. */
export class SourceFailure extends Error {
  readonly trouble: ConnectorTrouble;
  /** As the other system wishes it. */
  readonly retryAfterMs: number | undefined;

  constructor(trouble: ConnectorTrouble, message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'SourceFailure';
    this.trouble = trouble;
    this.retryAfterMs = retryAfterMs;
  }
}
