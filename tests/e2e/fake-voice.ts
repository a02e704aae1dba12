import { writeFile } from 'node:fs/promises';

const rate = 48_000;
const seconds = 2;

/**
 * A voice-like sound that Chromium plays as a microphone: harmonics of 150 Hz in syllables. Its own beep lasts 20 ms a
 * second, too short for anybody to count as speaking.
 */
export async function writeFakeVoice(path: string): Promise<string[]> {
  const samples = Buffer.alloc(rate * seconds * 2);
  for (let index = 0; index < rate * seconds; index += 1) {
    const time = index / rate;
    const syllable = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * time);
    const tone = [1, 2, 3, 4, 5].reduce((sum, n) => sum + Math.sin(2 * Math.PI * 150 * n * time) / n, 0);
    samples.writeInt16LE(Math.round(9_000 * syllable * tone), index * 2);
  }
  await writeFile(path, Buffer.concat([header(samples.length), samples]));
  return [`--use-file-for-fake-audio-capture=${path}`];
}

/** RIFF/WAVE, PCM, one channel of 16 bits. */
function header(bytes: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return head;
}
