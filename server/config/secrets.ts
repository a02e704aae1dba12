/** Keys that live outside the database. Both are 32 bytes. */
export type Secrets = {
  /** Mixed into the hash of session tokens, so that a stolen database alone opens no session. */
  sessionPepper: Buffer;
  /** AES-256 key for what is encrypted at rest. */
  encryptionKey: Buffer;
};
