export type RedisAddress = { host: string; port: number };

/** What REDIS_URL says. Sentinels and cluster nodes have several hosts, which no URL parser takes. */
export type RedisPlace = {
  kind: 'single' | 'sentinel' | 'cluster';
  hosts: RedisAddress[];
  tls: boolean;
  username: string | undefined;
  password: string | undefined;
  /** What the sentinels call the master; empty elsewhere. */
  name: string;
  database: number;
  /** Begins every key and channel, so that installations can share a server. */
  prefix: string;
  sentinelPassword: string | undefined;
};

const form =
  /^(redis|rediss)(?:\+(sentinel|cluster))?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const hostForm = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;
const options = ['prefix', 'sentinelPassword'];

/** The place, or what it has to be: the end of the sentence "REDIS_URL is wrong: it must be …". */
export function parseRedisUrl(text: string): RedisPlace | { mustBe: string } {
  const parts = form.exec(text.trim());
  if (!parts)
    return {
      mustBe:
        'an address such as redis://host:6379, redis+sentinel://host:26379/name or redis+cluster://host:7001,host:7002 (special characters of a password percent-encoded)',
    };
  const [, scheme, suffix, login = '', hostList = '', path = '', query = ''] = parts;
  const kind = suffix === 'sentinel' || suffix === 'cluster' ? suffix : 'single';
  const hosts = hostList.split(',').map((each) => parseHost(each, kind === 'sentinel' ? 26_379 : 6_379));
  const found = hosts.filter((host) => host !== undefined);
  const extra = new URLSearchParams(query);
  const mustBe = mistakeOf(kind, hosts, path, extra, login);
  if (mustBe) return { mustBe };
  const [username, password] = loginOf(login);
  return {
    kind,
    hosts: found,
    tls: scheme === 'rediss',
    username,
    password,
    name: kind === 'sentinel' ? decodeURIComponent(path) : '',
    database: kind === 'single' && path !== '' ? Number(path) : 0,
    prefix: extra.get('prefix') ?? 'entente',
    sentinelPassword: extra.get('sentinelPassword') ?? undefined,
  };
}

function mistakeOf(
  kind: RedisPlace['kind'],
  hosts: readonly (RedisAddress | undefined)[],
  path: string,
  extra: URLSearchParams,
  login: string,
): string | undefined {
  if (hosts.includes(undefined)) return 'made of hosts such as redis.example.org:6379, separated by commas';
  if (kind === 'single' && hosts.length > 1)
    return 'one host after redis://; several need redis+sentinel:// or redis+cluster://';
  if (kind === 'single' && !/^\d{0,3}$/.test(path))
    return 'a number after the slash, the database, if anything';
  if (kind === 'sentinel' && (path === '' || path.includes('/') || !decodes(path)))
    return 'ended by the name of the master, as in redis+sentinel://host:26379/mymaster';
  if (kind === 'cluster' && path !== '')
    return 'without anything after the hosts: a cluster has one database';
  if (!decodes(login)) return 'percent-encoded where the password has special characters';
  const unknown = [...extra.keys()].find((key) => !options.includes(key));
  if (unknown !== undefined) return `without "${unknown}": the options are ${options.join(' and ')}`;
  if (!/^[\w.:-]{1,40}$/.test(extra.get('prefix') ?? 'entente'))
    return 'given a prefix of 1 to 40 letters, digits, dots, colons and dashes';
  return undefined;
}

function parseHost(text: string, standard: number): RedisAddress | undefined {
  const [, host, port] = hostForm.exec(text.trim()) ?? [];
  if (!host) return undefined;
  const number = port === undefined ? standard : Number(port);
  return number >= 1 && number <= 65_535 ? { host: host.replaceAll(/[[\]]/g, ''), port: number } : undefined;
}

/** `user:password@`, `:password@` or nothing. */
function loginOf(login: string): [string | undefined, string | undefined] {
  const at = login.indexOf(':');
  const user = decodeURIComponent(at < 0 ? login : login.slice(0, at));
  const password = at < 0 ? '' : decodeURIComponent(login.slice(at + 1));
  return [user || undefined, password || undefined];
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
