import { ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { S3Place } from '#server/config/blob-place.ts';
import { AppError } from '#shared/contract/errors.ts';

/** In milliseconds: until a connection stands, until the head of an answer is there, between two pieces of it. */
export type S3Limits = { connectMs: number; answerMs: number; idleMs: number };

export const defaultLimits: S3Limits = { connectMs: 5_000, answerMs: 60_000, idleMs: 60_000 };

export type S3Clients = {
  /** Tries again where that changes nothing: reading, deleting, writing a whole object or part. */
  again: S3Client;
  /** For what must happen once at most: beginning an upload and completing it. */
  once: S3Client;
  close(): void;
};

export function createS3Clients(place: S3Place, limits: S3Limits): S3Clients {
  const client = (maxAttempts: number) =>
    new S3Client({
      endpoint: place.endpoint,
      region: place.region,
      forcePathStyle: true,
      credentials: { accessKeyId: place.accessKey, secretAccessKey: place.secretKey },
      maxAttempts,
      // Checksums beyond those of the signature are unknown to many servers that are not Amazon's.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: limits.connectMs,
        requestTimeout: limits.answerMs,
        throwOnRequestTimeout: true,
        socketTimeout: limits.idleMs,
      },
    });
  const [again, once] = [client(3), client(1)];
  const close = () => {
    again.destroy();
    once.destroy();
  };
  return { again, once, close };
}

/** The name S3 has for a failure ('NoSuchKey'), or the system's ('ECONNREFUSED'). */
export function failureOf(error: unknown): string {
  if (error instanceof S3ServiceException) return error.name;
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** As the port promises: what the server does not do is 'unavailable', what it does not do in time is 'timeout'. */
export function translateS3Error(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const failure = failureOf(error);
  if (failure === 'InvalidRange') return new AppError('invalid', 'no such bytes', { cause: error });
  const late = /^(TimeoutError|ETIMEDOUT|RequestTimeout)$/.test(failure);
  return new AppError(late ? 'timeout' : 'unavailable', `the blob store failed: ${failure}`, {
    cause: error,
  });
}

/** Tells a mistake in BLOB_URL at start, in a sentence, instead of at the first upload. */
export async function checkBucket({ again }: S3Clients, place: S3Place): Promise<void> {
  try {
    await again.send(new ListObjectsV2Command({ Bucket: place.bucket, MaxKeys: 1 }));
  } catch (error) {
    throw new Error(whyNot(error, place), { cause: error });
  }
}

function whyNot(error: unknown, { endpoint, bucket, region }: S3Place): string {
  const failure = failureOf(error);
  if (failure === 'NoSuchBucket')
    return `the bucket "${bucket}" does not exist at ${endpoint}. Create it, or correct BLOB_URL.`;
  if (/^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/.test(failure))
    return `${endpoint} expects another region than "${region}". Name it in BLOB_URL as ?region=…`;
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 401 || status === 403)
    return `${endpoint} refuses the access key of BLOB_URL for the bucket "${bucket}" (${failure}).`;
  if (status) return `${endpoint} cannot serve the bucket "${bucket}" of BLOB_URL (${failure}, ${status}).`;
  return `${endpoint}, the S3 server of BLOB_URL, does not answer (${failure}).`;
}
