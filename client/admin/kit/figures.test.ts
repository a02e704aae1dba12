import { describe, expect, it } from 'vitest';
import { createFigures } from './figures.ts';

const en = createFigures('en-GB');
const fr = createFigures('fr');
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('figures', () => {
  it('scales bitrates to three digits', () => {
    expect([0, 640_000, 12_345_678, 1_960_000_000].map(en.bitrate)).toEqual([
      '0 kbit/s',
      '640 kbit/s',
      '12.3 Mbit/s',
      '1.96 Gbit/s',
    ]);
  });

  it('shows a dash for what was not measured', () => {
    expect([en.bitrate(null), en.share(undefined), en.ms(null), en.euro(null)]).toEqual(['–', '–', '–', '–']);
  });

  it('writes in the reader’s language', () => {
    expect(plain(fr.fineShare(0.0234))).toBe('2,3 %');
    expect(plain(fr.bytes(3.4e9))).toBe('3,4 Go');
    expect(en.bytes(3.4e9)).toBe('3.4 GB');
  });

  it('names the two largest units of a time', () => {
    expect([9, 125, 7_380, 93_600].map(en.lasting)).toEqual(['9s', '2m', '2h 3m', '1d 2h']);
  });

  it('keeps cents of small amounts only', () => {
    expect([0.135, 19.9, 1234.5].map(en.euro)).toEqual(['€0.14', '€19.90', '€1,235']);
  });
});
