type Signature = { type: string; at?: number; bytes: readonly number[] };

/** Whatever byte. */
const any = -1;
const ascii = (text: string) => [...Buffer.from(text, 'latin1')];

const signatures: Signature[] = [
  { type: 'image/png', bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', bytes: ascii('GIF87a') },
  { type: 'image/gif', bytes: ascii('GIF89a') },
  { type: 'image/webp', bytes: [...ascii('RIFF'), any, any, any, any, ...ascii('WEBP')] },
  { type: 'application/pdf', bytes: ascii('%PDF-') },
  { type: 'application/zip', bytes: [...ascii('PK'), 3, 4] },
  { type: 'application/gzip', bytes: [0x1f, 0x8b] },
  { type: 'application/x-7z-compressed', bytes: [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { type: 'video/mp4', at: 4, bytes: ascii('ftyp') },
  { type: 'video/webm', bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { type: 'audio/mpeg', bytes: ascii('ID3') },
  { type: 'audio/ogg', bytes: ascii('OggS') },
  { type: 'audio/wav', bytes: [...ascii('RIFF'), any, any, any, any, ...ascii('WAVE')] },
];

const program = 'application/x-executable';
/** Windows, Linux, macOS (both byte orders, and of several machines in one) and Java, and links that start programs. */
const programs: Signature[] = [
  { type: program, bytes: [0x7f, ...ascii('ELF')] },
  { type: program, bytes: [0xfe, 0xed, 0xfa, 0xce] },
  { type: program, bytes: [0xfe, 0xed, 0xfa, 0xcf] },
  { type: program, bytes: [0xce, 0xfa, 0xed, 0xfe] },
  { type: program, bytes: [0xcf, 0xfa, 0xed, 0xfe] },
  { type: program, bytes: [0xca, 0xfe, 0xba, 0xbe] },
  { type: program, bytes: [0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0] },
  { type: program, bytes: ascii('MZ') },
];

/** How many bytes of the beginning decide. */
export const sniffedBytes = 512;

/** What the bytes are, whatever the sender calls them: markup and scripts are plain text. */
export function sniff(head: Buffer): string {
  const found = signatures.find((signature) => matches(head, signature));
  if (found) return found.type;
  if (isText(head)) return 'text/plain';
  return programs.find((signature) => matches(head, signature))?.type ?? 'application/octet-stream';
}

export const isProgram = (type: string): boolean => type === program;

const matches = (head: Buffer, { at = 0, bytes }: Signature): boolean =>
  bytes.every((byte, n) => byte === any || head[at + n] === byte);

/** UTF-8 without control characters; the last character may be cut. */
function isText(head: Buffer): boolean {
  if (head.length === 0) return false;
  const text = new TextDecoder().decode(head, { stream: head.length >= sniffedBytes });
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/.test(text);
}
