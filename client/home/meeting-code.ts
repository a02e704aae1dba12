/** `abc-defg-hij` out of a code, a link, or what somebody dictated without the dashes. */
export function findCode(text: string): string | undefined {
  const compact = text.trim().toLowerCase();
  const inside = /[a-z]{3}-[a-z]{4}-[a-z]{3}/.exec(compact)?.[0];
  if (inside) return inside;
  const letters = compact.replaceAll(/[\s-]+/g, '');
  return /^[a-z]{10}$/.test(letters)
    ? `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`
    : undefined;
}
