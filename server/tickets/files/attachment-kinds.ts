import type { AttachmentLimits } from '#shared/contract/tickets.ts';

const archives = new Set(['application/zip', 'application/gzip', 'application/x-7z-compressed']);

/** Of what `sniff` found. */
export function kindOfFile(type: string): AttachmentLimits['kinds'][number] {
  if (type === 'application/pdf') return 'pdf';
  if (archives.has(type)) return 'archive';
  const family = (['image', 'text', 'audio', 'video'] as const).find((each) => type.startsWith(`${each}/`));
  return family ?? 'other';
}
