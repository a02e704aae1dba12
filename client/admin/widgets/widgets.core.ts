import type { Widget, WidgetField, WidgetSettings } from '#shared/contract/widget.ts';
import { newUuid } from '../../app/uuid.ts';

/** A widget as it is typed. */
export type WidgetDraft = {
  name: string;
  sites: string;
  queueId: string;
  enabled: boolean;
  emailRequired: boolean;
  calls: boolean;
  accent: string;
  side: WidgetSettings['theme']['side'];
  scheme: WidgetSettings['theme']['scheme'];
  titleEn: string;
  titleFr: string;
  greetingEn: string;
  greetingFr: string;
};

export const emptyDraft: WidgetDraft = {
  name: '',
  sites: '',
  queueId: '',
  enabled: true,
  emailRequired: true,
  calls: true,
  accent: '#147682',
  side: 'right',
  scheme: 'auto',
  titleEn: 'How can we help?',
  titleFr: 'Comment pouvons-nous vous aider ?',
  greetingEn: '',
  greetingFr: '',
};

export const draftOf = (widget: Widget): WidgetDraft => ({
  name: widget.name,
  sites: widget.origins.join('\n'),
  queueId: widget.queueId ?? '',
  enabled: widget.enabled,
  emailRequired: widget.emailRequired,
  calls: widget.calls,
  accent: widget.theme.accent,
  side: widget.theme.side,
  scheme: widget.theme.scheme,
  titleEn: widget.title.en,
  titleFr: widget.title.fr,
  greetingEn: widget.greeting.en,
  greetingFr: widget.greeting.fr,
});

const linesOf = (sites: string): string[] => [
  ...new Set(
    sites
      .split(/[\s,]+/)
      .map((line) => line.replace(/\/$/, ''))
      .filter((line) => line !== ''),
  ),
];

/** The first line that no browser would send as `Origin`. */
export const wrongSite = (sites: string): string | undefined =>
  linesOf(sites).find(
    (line) => !/^https?:\/\//.test(line) || !URL.canParse(line) || new URL(line).origin !== line,
  );

export const settingsOf = (
  draft: WidgetDraft,
  fields: readonly WidgetField[],
): Omit<WidgetSettings, 'queueId'> & { queueId: string | null } => ({
  name: draft.name.trim(),
  origins: linesOf(draft.sites),
  queueId: draft.queueId || null,
  enabled: draft.enabled,
  emailRequired: draft.emailRequired,
  calls: draft.calls,
  theme: { accent: draft.accent.toLowerCase(), side: draft.side, scheme: draft.scheme },
  title: { en: draft.titleEn.trim(), fr: draft.titleFr.trim() },
  greeting: { en: draft.greetingEn.trim(), fr: draft.greetingFr.trim() },
  fields: [...fields],
});

export const newField = (): WidgetField => ({
  name: newUuid().replaceAll('-', '').slice(0, 12),
  label: { en: '', fr: '' },
  required: false,
});
export const isWhole = ({ label }: WidgetField): boolean => label.en.trim() !== '' && label.fr.trim() !== '';

export const snippetOf = (hubUrl: string, key: string): string =>
  `<script src="${hubUrl}/widget.js" data-widget="${key}" async></script>`;
export const helpPageOf = (hubUrl: string, key: string): string => `${hubUrl}/help/${key}`;
