import type { AttachmentLimits } from '#shared/contract/tickets.ts';

const archives = ['application/zip', 'application/gzip', 'application/x-7z-compressed'];

/** Of what `sniff` found. */
export function kindOfFile(type: string): AttachmentLimits['kinds'][number] {
  if (type === 'application/pdf') return 'pdf';
  if (archives.includes(type)) return 'archive';
  const family = (['image', 'text', 'audio', 'video'] as const).find((each) => type.startsWith(`${each}/`));
  return family ?? 'other';
}
