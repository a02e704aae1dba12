import * as z from 'zod';
import { regions } from '#shared/contract/regions.ts';
import { blobPlace } from './blob-place.ts';
import * as kind from './kinds.ts';
import { roles } from './roles.ts';

export const groups = ['Web', 'Data', 'Meetings', 'Cluster', 'Operation'] as const;

export type Documentation = {
  group: (typeof groups)[number];
  description: string;
  example: string;
  /** What holds when the variable is not set, in words, where it is not simply a value. */
  otherwise?: string;
  /** Its value is never shown. */
  secret?: true;
};

export const documentation = z.registry<Documentation>();

const document = <S extends z.ZodType>(schema: S, about: Documentation): S => {
  documentation.add(schema, about);
  return schema;
};

/** Everything an administrator can set. `docs/configuration.md` is generated from here. */
export const Variables = z.object({
  ENTENTE_PORT: document(kind.wholeNumber(0, 65_535).default(3000), {
    group: 'Web',
    description: 'Port of the web server. 0 takes any free one.',
    example: '443',
  }),
  ENTENTE_HOST: document(kind.host().default('0.0.0.0'), {
    group: 'Web',
    description:
      'Address the web server listens on. All of them by default, so that a phone in the same network can join; behind a proxy on the same machine `127.0.0.1` is better.',
    example: '127.0.0.1',
  }),
  ENTENTE_PUBLIC_URL: document(
    kind.url('an address such as https://hub.example.org', 'http:', 'https:').optional(),
    {
      group: 'Web',
      description:
        'Address people use in their browsers. Links in invitations and the check of origins need it.',
      example: 'https://hub.example.org',
      otherwise: 'the address and port the server listens on',
    },
  ),
  ENTENTE_TRUST_PROXY: document(kind.trustedProxies().prefault('off'), {
    group: 'Web',
    description:
      'Whose `X-Forwarded-…` headers are believed: `off`, the number of proxies in front, or their addresses.',
    example: '1',
  }),
  ENTENTE_TLS: document(kind.oneOf('off', 'self-signed').optional(), {
    group: 'Web',
    description:
      'Browsers give camera and microphone only to `https://` pages and to `http://localhost`. `self-signed` makes a certificate, about which browsers warn once.',
    example: 'self-signed',
    otherwise: '`off`, or the certificate of `ENTENTE_TLS_CERT`',
  }),
  ENTENTE_TLS_CERT: document(kind.text().optional(), {
    group: 'Web',
    description: 'File with the certificate and its chain (PEM). Needs `ENTENTE_TLS_KEY`.',
    example: '/etc/entente/fullchain.pem',
    otherwise: 'none',
  }),
  ENTENTE_TLS_KEY: document(kind.text().optional(), {
    group: 'Web',
    description: 'File with the private key (PEM). Needs `ENTENTE_TLS_CERT`.',
    example: '/etc/entente/privkey.pem',
    otherwise: 'none',
  }),

  ENTENTE_DATA: document(kind.text().default('./data'), {
    group: 'Data',
    description:
      'Folder of everything the hub keeps: database, files, keys. It is what a backup has to hold.',
    example: '/srv/entente',
  }),
  ENTENTE_SECRETS_FILE: document(kind.text().optional(), {
    group: 'Data',
    description:
      'File with the keys that protect sessions and encrypted values. Made on first start. All processes of one installation need the same.',
    example: '/run/secrets/entente.json',
    otherwise: '`secrets.json` in the data folder',
  }),
  DATABASE_URL: document(
    kind
      .url('an address such as postgres://user:password@host/database', 'postgres:', 'postgresql:')
      .optional(),
    {
      group: 'Data',
      description: 'PostgreSQL server to use, version 15 or newer.',
      example: 'postgres://entente:secret@db.example.org/entente',
      otherwise: 'a server of its own in the data folder',
      secret: true,
    },
  ),
  ENTENTE_DATABASE_CONNECTIONS: document(kind.wholeNumber(2, 100).default(10), {
    group: 'Data',
    description: 'Connections to the database for reading, and as many for writing.',
    example: '20',
  }),
  ENTENTE_DATABASE_ACCOUNT: document(
    z
      .string()
      .regex(/^[a-z_][a-z0-9_-]{0,30}$/, 'the name of a system account, such as entente-db')
      .default('entente-db'),
    {
      group: 'Data',
      description:
        'System account for the database in the data folder when the hub runs as root, which PostgreSQL refuses to do. Made when missing.',
      example: 'postgres',
    },
  ),
  BLOB_URL: document(blobPlace().optional(), {
    group: 'Data',
    description:
      'Where uploaded files and recordings are: a folder (`file:///…`) or a bucket of any S3 server, `s3://KEY:SECRET@host:port/bucket?region=eu-1` (`s3+http://…` without TLS; `us-east-1` where no region is named; the bucket is addressed by path). Characters such as `/` and `+` in the secret are percent-encoded.',
    example: 's3://key:secret@s3.example.org/entente?region=eu-1',
    otherwise: '`files` in the data folder',
    secret: true,
  }),

  ENTENTE_MEDIA_ADDRESS: document(kind.ipAddress().default('0.0.0.0'), {
    group: 'Meetings',
    description: 'IP address the media workers listen on.',
    example: '10.0.0.5',
  }),
  ENTENTE_MEDIA_ANNOUNCED_ADDRESS: document(
    kind.listOf(kind.isHost, 'a list of IP addresses or host names').optional(),
    {
      group: 'Meetings',
      description:
        'Addresses browsers send sound and pictures to, best first. Behind NAT, as on most rented servers, this is the public address.',
      example: '203.0.113.7',
      otherwise:
        "the machine's first IPv4 address; `127.0.0.1` when it has none or the web server listens on loopback only",
    },
  ),
  ENTENTE_MEDIA_PORT: document(kind.wholeNumber(0, 65_535).default(40_000), {
    group: 'Meetings',
    description:
      'UDP and TCP port of the first media worker; each further worker takes the next. 0 takes any free ones.',
    example: '50000',
  }),
  ENTENTE_MEDIA_PROBE_PORT: document(kind.wholeNumber(0, 65_535).optional(), {
    group: 'Meetings',
    description:
      'UDP port on which a media node answers STUN, so that browsers and other nodes can measure how far it is. 0 takes any free one.',
    example: '3478',
    otherwise: 'the port below `ENTENTE_MEDIA_PORT`',
  }),
  ENTENTE_MEDIA_TRUNK_PORTS: document(kind.portRange().optional(), {
    group: 'Meetings',
    description:
      'UDP ports for streams between media nodes, one for each pair of nodes in a meeting. They must be open between media nodes only.',
    example: '41000-41999',
    otherwise: 'any free ports when `ENTENTE_MEDIA_PORT` is 0; else the 1000 ports from 1000 above it',
  }),
  ENTENTE_MEDIA_WORKERS: document(kind.wholeNumber(1, 256).optional(), {
    group: 'Meetings',
    description: 'Number of media workers. One fills one processor core.',
    example: '4',
    otherwise: 'one per core',
  }),
  ENTENTE_TURN_URLS: document(
    kind
      .listOf(
        (entry) => /^turns?:[^\s]+$/.test(entry),
        'a list of addresses such as turn:turn.example.org:3478',
      )
      .optional(),
    {
      group: 'Meetings',
      description:
        'TURN servers for people whose networks block everything else. Needs `ENTENTE_TURN_SECRET`.',
      example: 'turn:turn.example.org:3478,turns:turn.example.org:5349',
      otherwise: 'none',
    },
  ),
  ENTENTE_TURN_SECRET: document(kind.text().optional(), {
    group: 'Meetings',
    description: 'The secret the TURN servers share with the hub (`static-auth-secret` of coturn).',
    example: 'a-long-random-text',
    otherwise: 'none',
    secret: true,
  }),

  ENTENTE_ROLES: document(kind.choicesOf(...roles).default([...roles]), {
    group: 'Cluster',
    description: 'What this process does: `hub` serves people, `media` carries sound and pictures.',
    example: 'media',
  }),
  ENTENTE_REGION: document(kind.oneOf(...regions).default('eu'), {
    group: 'Cluster',
    description:
      'Where this process stands: `eu` (Europe, Africa), `na` (North America), `sa` (South America) or `ap` (Asia, Oceania). People are sent to the media node nearest to them.',
    example: 'na',
  }),
  ENTENTE_NODE_NAME: document(
    z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'a short name of letters, digits, dots and dashes')
      .optional(),
    {
      group: 'Cluster',
      description: 'What the console calls this process.',
      example: 'media-paris-1',
      otherwise: "the machine's host name",
    },
  ),
  REDIS_URL: document(kind.redis().optional(), {
    group: 'Cluster',
    description:
      'Redis (7 or newer) or Valkey that connects the processes of an installation: one server, Sentinel or Cluster. Several hosts are separated by commas; `rediss` in place of `redis` means TLS. `?prefix=name` lets installations share a server, `?sentinelPassword=…` is for sentinels with a password. It must not be reachable from outside: media nodes elsewhere use `ENTENTE_HUB_URL`.',
    example: 'redis://redis.example.org:6379',
    otherwise: 'none: a single process',
    secret: true,
  }),
  ENTENTE_HUB_URL: document(
    kind
      .listOf(
        (entry) => URL.canParse(entry) && ['http:', 'https:'].includes(new URL(entry).protocol),
        'an address such as https://hub.example.org, or several separated by commas',
      )
      .optional(),
    {
      group: 'Cluster',
      description:
        'For a media node on a machine of its own (`ENTENTE_ROLES=media`): the hub it belongs to. The node needs nothing else of the installation, neither database nor Redis. Several addresses of one installation, separated by commas, are tried in turn.',
      example: 'https://hub.example.org',
      otherwise: 'none: the process talks to the others over `REDIS_URL`',
    },
  ),
  ENTENTE_SCALE_SECRET: document(z.string().min(16, 'at least 16 characters long').optional(), {
    group: 'Cluster',
    description:
      'Signs what the hub tells the webhooks that add and remove media nodes (HMAC-SHA256 in the header `X-Entente-Signature`). Without it no webhook is called.',
    example: 'a-long-random-text',
    otherwise: 'none',
    secret: true,
  }),
  ENTENTE_SCALE_PRIVATE: document(kind.oneOf('off', 'on').default('off'), {
    group: 'Cluster',
    description:
      'Whether those webhooks may be at addresses of private networks and of the machine itself. `off` keeps an administrator of the console from reaching what only the hub can reach.',
    example: 'on',
  }),
  ENTENTE_SCALE_COMMAND: document(kind.text().optional(), {
    group: 'Cluster',
    description:
      'A program of this machine that adds and removes media nodes instead of a webhook. It gets `add`, the region and a join token, or `remove`, the region and the id of the node.',
    example: '/usr/local/bin/scale-media',
    otherwise: 'none',
  }),
  ENTENTE_JOIN_TOKEN: document(kind.text().optional(), {
    group: 'Cluster',
    description:
      'The one-time token from the console with which a media node joins. Needed for the first start only: the node then has a key of its own in its data folder.',
    example: 'enj_…',
    otherwise: 'none',
    secret: true,
  }),

  ENTENTE_WEBHOOK_PRIVATE: document(kind.oneOf('off', 'on').default('off'), {
    group: 'Operation',
    description:
      'Whether the webhooks that hear of tickets may be at addresses of private networks and of the machine itself. `off` keeps an administrator of the console from reaching what only the hub can reach.',
    example: 'on',
  }),
  ENTENTE_LOG_LEVEL: document(
    kind.oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
    {
      group: 'Operation',
      description: 'Least important messages to log: fatal, error, warn, info, debug, trace or silent.',
      example: 'debug',
    },
  ),
  ENTENTE_METRICS_TOKEN: document(z.string().min(16, 'at least 16 characters long').optional(), {
    group: 'Operation',
    description: 'Bearer token for `/metrics`, which answers 404 without one.',
    example: 'a-long-random-text',
    otherwise: 'none',
    secret: true,
  }),
});

export type Values = z.output<typeof Variables>;
export type VariableName = keyof Values;

/** Where the optional configuration file is; read before all others, so it stands apart. */
export const configFileVariable = {
  name: 'ENTENTE_CONFIG',
  description:
    'A JSON file with the variables of this page, such as `{ "ENTENTE_PORT": 8080 }`. The environment wins over the file.',
  example: '/etc/entente/config.json',
  otherwise: '`entente.config.json` in the working directory, if there is one',
};
