import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Where hubs take links, below their address. */
export const linkPath = '/api/v1/nodes/link';
const purpose = 'entente node link 1';

/**
 * What a node signs to be let in: the hub's number used once, so that a recorded proof opens nothing later and no clock is
 * asked; who it is; and the address it dialled, so that whoever stands there cannot use the proof elsewhere.
 */
export type Statement = { nonce: string; nodeId: string; origin: string };
export type Proof = Statement & { signature: string };

const textOf = ({ nonce, nodeId, origin }: Statement) =>
  Buffer.from(JSON.stringify([purpose, nonce, nodeId, origin]));

export const signStatement = (key: KeyObject, statement: Statement): string =>
  sign(null, textOf(statement), key).toString('base64url');

/** `publicKey`: the 32 bytes of Ed25519 in base64url, as in a JWK (RFC 8037). */
export function isProven(publicKey: string, { signature, ...statement }: Proof): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, textOf(statement), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
