import * as z from 'zod';
import { line, route } from './define.ts';
import { NodeId } from './ids.ts';
import { Region } from './regions.ts';

/**
 * What an administrator wants of a media node: `cordoned` takes nobody new, `draining` also sends away whom it has, `removed`
 * is for good.
 */
export const NodeState = z.enum(['active', 'cordoned', 'draining', 'removed']);
export type NodeState = z.infer<typeof NodeState>;

/** The raw 32 bytes of an Ed25519 public key in base64url, as `x` of its JWK (RFC 8037). */
export const NodeKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * A media node on a machine of its own becomes part of the installation. The token works once; asking again with the same
 * key gives the same answer, so that a lost answer costs nothing.
 */
export const joinNode = route('post', '/nodes/join', {
  summary: 'Join as a media node, with a token from an administrator',
  access: 'public',
  body: z.object({
    token: z.string().min(1).max(200),
    publicKey: NodeKey,
    name: line(63),
    addresses: z.array(line(253)).max(8),
    capacity: z.int().min(0).max(1_000_000),
    version: line(40),
    busProtocol: z.int().min(0).max(1_000_000),
  }),
  output: z.object({ nodeId: NodeId, region: Region, label: z.string(), hubUrl: z.string() }),
});
