import net from 'node:net';
import * as z from 'zod';
import { parseRedisUrl } from './redis-url.ts';

// The kinds of values a variable can have. All start as text; each message completes `NAME is "abc": it must be …`.

const check = (fits: (text: string) => boolean, must: string) => z.string().refine(fits, must);

export const text = () => z.string().trim().min(1, 'not empty');

export const wholeNumber = (min: number, max: number) =>
  check(
    (value) => /^\d{1,10}$/.test(value) && Number(value) >= min && Number(value) <= max,
    `a whole number from ${min} to ${max}`,
  ).transform(Number);

export const oneOf = <T extends string>(...choices: readonly [T, ...T[]]) =>
  z.enum(choices, { error: `one of ${choices.join(', ')}` });

/** Comma separated; spaces and empty entries do not count. */
export const listOf = (fits: (entry: string) => boolean, must: string) =>
  z
    .string()
    .transform(split)
    .refine((entries) => entries.length > 0 && entries.every(fits), must);

/** Each at most once, in the order of `choices`. */
export const choicesOf = <T extends string>(...choices: readonly [T, ...T[]]) =>
  z
    .string()
    .refine(
      (value) => {
        const chosen = split(value);
        return chosen.length > 0 && chosen.every((entry) => choices.some((choice) => choice === entry));
      },
      `a list of ${choices.join(', ')}`,
    )
    .transform((value) => choices.filter((choice) => split(value).includes(choice)));

export const url = (must: string, ...schemes: readonly string[]) =>
  check((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), must);

/** Stays text; the mistake depends on which part is wrong. */
export const redis = () =>
  z.string().superRefine((value, context) => {
    const place = parseRedisUrl(value);
    if ('mustBe' in place) context.addIssue({ code: 'custom', message: place.mustBe });
  });

export const ipAddress = () => check((value) => net.isIP(value) !== 0, 'an IP address');

const hostName =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

export const isHost = (value: string): boolean => net.isIP(value) !== 0 || hostName.test(value);

export const host = () => check(isHost, 'an IP address or a host name');

const subnetNames = new Set(['loopback', 'linklocal', 'uniquelocal']);

const isProxy = (value: string): boolean => subnetNames.has(value) || isSubnet(value);

const isSubnet = (value: string): boolean => {
  const [address = '', bits = '0', ...rest] = value.split('/');
  return rest.length === 0 && net.isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= 128;
};

/** For express: nobody, a number of hops, or the addresses of the proxies. */
export const trustedProxies = () =>
  check(
    (value) =>
      value === 'off' ||
      /^([1-9]|10)$/.test(value) ||
      (split(value).length > 0 && split(value).every(isProxy)),
    'off, a number of proxies from 1 to 10, or a list of addresses such as 10.0.0.0/8',
  ).transform((value) => {
    if (value === 'off') return false;
    return /^\d+$/.test(value) ? Number(value) : split(value);
  });

export const split = (value: string): string[] =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
