import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** A bucket of an S3 API, addressed by path (`endpoint/bucket/key`), which every server understands. */
export type S3Place = {
  kind: 's3';
  /** Scheme, host and port. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
};
export type DiskPlace = { kind: 'disk'; dir: string };
export type BlobPlace = DiskPlace | S3Place;

const must = {
  scheme:
    'an address such as file:///srv/entente/files or s3://KEY:SECRET@s3.example.org/bucket, with / in a secret written as %2F',
  folder: 'an address of a folder on this machine, such as file:///srv/entente/files',
  keys: 'an address with an access key and its secret, s3://KEY:SECRET@host/bucket, percent-encoded',
  bucket:
    'an address that ends in the name of one bucket (3 to 63 lower-case letters, digits, dots and dashes)',
  parameter:
    'an address with no other parameter than region, such as s3://KEY:SECRET@host/bucket?region=eu-1',
};

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** `file:///folder`, `s3://KEY:SECRET@host:port/bucket?region=eu-1`, or `s3+http://…` where there is no TLS. */
export const blobPlace = () =>
  z.string().transform((text, context): BlobPlace => {
    const place = parsePlace(text);
    if (typeof place !== 'string') return place;
    context.addIssue(place);
    return z.NEVER;
  });

/** The place, or what the address must be instead. */
function parsePlace(text: string): BlobPlace | string {
  if (!URL.canParse(text)) return must.scheme;
  const url = new URL(text);
  if (url.protocol === 'file:') return parseFolder(url);
  if (url.protocol === 's3:') return parseBucket(url, 'https:');
  if (url.protocol === 's3+http:') return parseBucket(url, 'http:');
  return must.scheme;
}

function parseFolder(url: URL): DiskPlace | string {
  return url.hostname === '' ? { kind: 'disk', dir: fileURLToPath(url) } : must.folder;
}

function parseBucket(url: URL, scheme: string): S3Place | string {
  const accessKey = decode(url.username);
  const secretKey = decode(url.password);
  if (!accessKey || !secretKey || !url.host) return must.keys;
  const bucket = url.pathname.slice(1);
  if (!bucketName.test(bucket)) return must.bucket;
  const { region = 'us-east-1', ...others } = Object.fromEntries(url.searchParams);
  if (Object.keys(others).length > 0 || !region) return must.parameter;
  return { kind: 's3', endpoint: `${scheme}//${url.host}`, bucket, region, accessKey, secretKey };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
