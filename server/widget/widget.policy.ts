import type { Actor } from '#server/accounts/actor.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Widget } from '#shared/contract/widget.ts';
import type { VisitorAnswer } from './widget.tables.ts';

/** `undefined`: the hub's own help page, or a program. Browsers alone tell the truth about it, and browsers are what it is for. */
export const isAllowedOn = ({ enabled, origins }: Widget, foreignOrigin: string | undefined): boolean =>
  enabled && (foreignOrigin === undefined || origins.includes(foreignOrigin));

/** A visitor's token counts where its widget may be shown. */
export function requireSite(widget: Widget | undefined, foreignOrigin: string | undefined): Widget {
  if (widget && isAllowedOn(widget, foreignOrigin)) return widget;
  throw new AppError('forbidden', 'This site does not show the widget any more.', {
    details: { reason: 'site' },
  });
}

export const isVisitor = ({ widgetId }: Pick<Actor, 'widgetId'>): boolean => widgetId !== null;

const longestSubject = 80;
/** The first line of what they ask, cut between two words. */
export function subjectOf(body: string): string {
  const line =
    body
      .trim()
      .split(/[\p{Cc}\u2028\u2029]/u, 1)[0]
      ?.trim() ?? '';
  if (line.length <= longestSubject) return line;
  const cut = line.slice(0, longestSubject);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestSubject / 2)).trimEnd()}…`;
}

/** In the words that the visitor saw, in the order of the form. What the form does not ask is dropped. */
export function answersTo(
  { fields }: Pick<Widget, 'fields'>,
  answers: Record<string, string>,
  locale: 'en' | 'fr',
): VisitorAnswer[] {
  const given = fields.map((field) => ({ field, value: (answers[field.name] ?? '').trim() }));
  const missing = given.find(({ field, value }) => field.required && value === '');
  if (missing)
    throw new AppError('invalid', 'An answer is missing.', {
      details: { fields: [{ path: `answers.${missing.field.name}`, message: 'required' }] },
    });
  return given
    .filter(({ value }) => value !== '')
    .map(({ field, value }) => ({ label: field.label[locale], value }));
}
