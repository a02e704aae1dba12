import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const [ivLength, tagLength] = [12, 16];

/**
 * Encrypts what rests in the database with a key that does not (AES-256-GCM). `place` says whose secret it is: moved to another
 * row it does not open.
 */
export function createSealing(key: Buffer) {
  return {
    seal(secret: string, place: string): Buffer {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    /** Throws for what was sealed with another key or for another place. */
    open(sealed: Buffer, place: string): string {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivLength), {
        authTagLength: tagLength,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(ivLength, ivLength + tagLength));
      const opened = [decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    },
  };
}
export type Sealing = ReturnType<typeof createSealing>;
