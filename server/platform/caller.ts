import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a request comes from: shown in the list of sessions, and counted by the rate limits. */
export type Caller = { address: string; userAgent: string };

/**
 * The address behind the command or request under way, set at the edges. Only what is written down beside a change reads
 * it (the audit log); what decides takes a `Caller` as an argument.
 */
export const callingAddress = new AsyncLocalStorage<string>();

/**
 * What a rate limit counts by. One customer of a provider holds a whole IPv6 /64, so its addresses count as one;
 * an IPv4 address seen through a dual-stack socket is that IPv4 address.
 */
export function addressKey(address: string): string {
  const ipv4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (ipv4) return ipv4;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('%', 1).join('').split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}

const groupsOf = (part: string): string[] =>
  part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
