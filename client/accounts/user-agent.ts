const browsers: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

const find = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1];

/** "Firefox · Windows": enough to know one's own devices again. Undefined for what is not a browser. */
export function deviceName(userAgent: string): string | undefined {
  const names = [find(browsers, userAgent), find(systems, userAgent)].filter(Boolean);
  return names.length === 0 ? undefined : names.join(' · ');
}

export const isPhone = (userAgent: string): boolean => /Android.+Mobile|iPhone|iPod/.test(userAgent);
