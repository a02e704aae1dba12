const none = '–';
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Numbers of the console in one language. Whatever is null was not measured and shows as a dash. */
export function createFigures(locale: string) {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  /** French counts octets. */
  const byte = locale.startsWith('fr') ? 'o' : 'B';
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const fineShare = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const euro = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'EUR',
    maximumFractionDigits: 0,
  });
  const cents = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  const unit = (name: 'day' | 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' });
  const units = { day: unit('day'), hour: unit('hour'), minute: unit('minute'), second: unit('second') };

  const or = <T>(value: T | null | undefined, write: (value: T) => string): string =>
    value === null || value === undefined ? none : write(value);
  const scaled = (value: number, step: number, names: readonly string[]): string => {
    let left = value;
    let at = 0;
    while (left >= step && at < names.length - 1) {
      left /= step;
      at += 1;
    }
    // 999.7 would round up to the next unit's 1,000.
    return `${left >= 100 ? plain.format(left) : fine.format(left)} ${names[at]}`;
  };
  const lasting = (seconds: number): string => {
    const left = Math.max(0, Math.round(seconds));
    if (left < minute) return units.second.format(left);
    if (left < hour) return units.minute.format(Math.floor(left / minute));
    if (left < day)
      return `${units.hour.format(Math.floor(left / hour))} ${units.minute.format(Math.floor((left % hour) / minute))}`;
    return `${units.day.format(Math.floor(left / day))} ${units.hour.format(Math.floor((left % day) / hour))}`;
  };

  return {
    none,
    count: (value: number | null | undefined) => or(value, plain.format),
    /** Three digits: 12,400 packets are 12.4 k. */
    rough: (value: number | null | undefined) =>
      or(value, (known) => (known < 1000 ? plain.format(known) : scaled(known, 1000, ['', 'k', 'M']))),
    decimal: (value: number | null | undefined) => or(value, one.format),
    share: (value: number | null | undefined) => or(value, share.format),
    /** Loss: tenths of a per cent matter. */
    fineShare: (value: number | null | undefined) => or(value, fineShare.format),
    bitrate: (value: number | null | undefined) =>
      or(value, (known) =>
        known < 500 ? `0 kbit/s` : scaled(known / 1000, 1000, ['kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']),
      ),
    bytes: (value: number | null | undefined) =>
      or(value, (known) => scaled(known / 1e6, 1000, [`M${byte}`, `G${byte}`, `T${byte}`])),
    ms: (value: number | null | undefined) =>
      or(value, (known) => `${known < 10 ? one.format(known) : plain.format(known)} ms`),
    hours: (value: number | null | undefined) => or(value, units.hour.format),
    /** The two largest units: 3d 4h. */
    lasting: (seconds: number | null | undefined) => or(seconds, lasting),
    euro: (value: number | null | undefined) =>
      or(value, (known) => (known < 100 ? cents.format(known) : euro.format(known))),
  };
}
export type Figures = ReturnType<typeof createFigures>;
