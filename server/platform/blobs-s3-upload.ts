import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Clients } from './blobs-s3-client.ts';
import type { Spooled } from './blobs-s3-spool.ts';

/** S3 takes 10,000 parts of at least 5 MiB; one part at a time is in memory. */
export const partBytes = 8 * 1024 * 1024;
const mostParts = 10_000;
const dayMs = 24 * 60 * 60 * 1_000;

type Target = { bucket: string; key: string; contentType: string };

/** The object is there, whole, when this resolves; until then the old one is. */
export async function upload(clients: S3Clients, target: Target, body: Spooled): Promise<void> {
  if (body.size > partBytes) return await uploadInParts(clients, target, body);
  const bytes = await body.read(0, body.size);
  await clients.again.send(new PutObjectCommand({ ...headOf(target, body), Body: bytes }));
}

const headOf = ({ bucket, key, contentType }: Target, { sha256 }: Spooled) => ({
  Bucket: bucket,
  Key: key,
  ContentType: contentType,
  Metadata: { sha256 },
});

async function uploadInParts(clients: S3Clients, target: Target, body: Spooled): Promise<void> {
  const { UploadId } = await clients.once.send(new CreateMultipartUploadCommand(headOf(target, body)));
  const place = { Bucket: target.bucket, Key: target.key, UploadId };
  try {
    const Parts = await sendParts(clients, place, body);
    await clients.once.send(new CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts } }));
  } catch (error) {
    // If this fails too, the next start of a hub removes the parts a day later. The first failure is what to tell.
    await clients.again.send(new AbortMultipartUploadCommand(place)).catch(() => {});
    throw error;
  }
}

type UploadPlace = { Bucket: string; Key: string; UploadId: string | undefined };

async function sendParts({ again }: S3Clients, place: UploadPlace, body: Spooled): Promise<CompletedPart[]> {
  const step = Math.max(partBytes, Math.ceil(body.size / mostParts));
  const parts: CompletedPart[] = [];
  for (let start = 0; start < body.size; start += step) {
    const PartNumber = parts.length + 1;
    const Body = await body.read(start, Math.min(start + step, body.size));
    const { ETag } = await again.send(new UploadPartCommand({ ...place, PartNumber, Body }));
    parts.push({ ETag, PartNumber });
  }
  return parts;
}

/** What uploads left behind that a crash cut off. Younger ones may be running, in another process for one. */
export async function removeLeftovers({ again }: S3Clients, bucket: string): Promise<void> {
  const { Uploads = [] } = await again.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  for (const { Key, UploadId, Initiated } of Uploads)
    if (Initiated && Date.now() - Initiated.getTime() > dayMs)
      await again.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
}
