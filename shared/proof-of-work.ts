const roundConstants = fractionsOf(64, Math.cbrt);
const initial = fractionsOf(8, Math.sqrt);

/** The first 32 bits of the fractional parts of roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fractionsOf(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Uint32Array.from(primes, (prime) => (root(prime) % 1) * 2 ** 32);
}

/**
 * Leading zero bits of the SHA-256 (FIPS 180-4) of ASCII text. By hand, because `crypto.subtle` is missing on plain http and
 * waits for a promise each time, which costs more than the hash.
 */
export function zeroBits(text: string): number {
  const state = initial.slice();
  const blocks = (text.length + 8) >> 6;
  const bytes = new DataView(new ArrayBuffer((blocks + 1) * 64));
  for (let at = 0; at < text.length; at += 1) bytes.setUint8(at, text.charCodeAt(at));
  bytes.setUint8(text.length, 0x80);
  bytes.setUint32(blocks * 64 + 60, text.length * 8);
  for (let block = 0; block <= blocks; block += 1) compress(state, bytes, block * 64);
  const first = state.findIndex((word) => word !== 0);
  return first === -1 ? 256 : first * 32 + Math.clz32(state[first] ?? 0);
}

const schedule = new Uint32Array(64);
const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function compress(state: Uint32Array, bytes: DataView, offset: number): void {
  const word = (t: number) => schedule[t] ?? 0;
  for (let t = 0; t < 16; t += 1) schedule[t] = bytes.getUint32(offset + t * 4);
  for (let t = 16; t < 64; t += 1) {
    const [x, y] = [word(t - 15), word(t - 2)];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    schedule[t] = word(t - 16) + s0 + word(t - 7) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + (roundConstants[t] ?? 0) + word(t)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e] = [g, f, e, (d + first) | 0];
    [d, c, b, a] = [c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, at) => {
    state[at] = (state[at] ?? 0) + value;
  });
}

export const isSolved = (challenge: string, nonce: number, bits: number): boolean =>
  zeroBits(`${challenge}:${nonce}`) >= bits;

/** Milliseconds at a stretch: a page that works on it still scrolls. */
const stretchMs = 8;

/** The first nonce that solves the challenge. Lets go of the thread again and again. */
export async function solve({ challenge, bits }: { challenge: string; bits: number }): Promise<number> {
  for (let nonce = 0; ; ) {
    for (const until = performance.now() + stretchMs; performance.now() < until; nonce += 1)
      if (isSolved(challenge, nonce, bits)) return nonce;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
