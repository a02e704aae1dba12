import { AppError } from '#shared/contract/errors.ts';

/** What OpenSSL and Node call a certificate they do not trust. */
const distrust = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const names: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNRESET: 'the connection broke off',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
};

/** `fetch` and `ws` wrap what happened, sometimes several times. */
function* causesOf(error: unknown): Generator<Error> {
  for (let current = error; current instanceof Error; current = current.cause) {
    yield current;
    if (current instanceof AggregateError) for (const each of current.errors) yield* causesOf(each);
  }
}

const codesOf = (error: unknown): string[] =>
  [...causesOf(error)].flatMap((each) =>
    'code' in each && typeof each.code === 'string' && !(each instanceof AppError) ? [each.code] : [],
  );

export const isDistrust = (error: unknown): boolean => codesOf(error).some((code) => distrust.has(code));

/** One sentence for the administrator of the node: what is wrong with the hub at `url`, and what to do. */
export function hubTrouble(url: string, error: unknown): string {
  if (isDistrust(error)) {
    const why = [...causesOf(error)].at(-1)?.message ?? 'unknown';
    return `The certificate of ${url} is not trusted (${why}). Give the hub one that is, or name the file of its authority in NODE_EXTRA_CA_CERTS.`;
  }
  if (error instanceof AppError && error.code !== 'unavailable' && error.code !== 'timeout')
    return error.message;
  const code = codesOf(error).find((each) => names[each]);
  const why = code ? names[code] : error instanceof Error ? error.message : String(error);
  return `The hub at ${url} cannot be reached (${why}). This node keeps trying; check ENTENTE_HUB_URL and that the hub runs.`;
}
