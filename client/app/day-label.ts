type Words = { locale: string; timeZone: string | undefined; today: string; yesterday: string };

/** "Today", "Yesterday", "Monday 5 January", and the year when it is another one. */
export function dayLabel(day: Date, now: Date, { locale, timeZone, today, yesterday }: Words): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const key = new Intl.DateTimeFormat('en-CA', {
    ...zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const days = (date: Date) => Date.parse(key.format(date)) / 86_400_000;
  const ago = days(now) - days(day);
  if (ago === 0) return today;
  if (ago === 1) return yesterday;
  const isThisYear = key.format(day).slice(0, 4) === key.format(now).slice(0, 4);
  const label = new Intl.DateTimeFormat(locale, {
    ...zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(day);
  return label.charAt(0).toLocaleUpperCase(locale) + label.slice(1);
}
