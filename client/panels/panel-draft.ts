import { newUuid } from '../app/uuid.ts';
import type { PanelCategoryId, QueueId } from '#shared/contract/ids.ts';
import type { CategorySettings, PanelQuestion, PanelSettings } from '#shared/contract/panels.ts';

/** What one writes of a panel. */
export type PanelDraft = Pick<PanelSettings, 'title' | 'text' | 'categories'>;

export const newCategory = (queueId: QueueId): CategorySettings => ({
  id: newUuid() as PanelCategoryId,
  label: '',
  icon: '',
  questions: [],
  queueId,
  priority: 'normal',
  greeting: '',
  maxOpen: 3,
});

/** The questions as lines, the way they are written: `!` before one that must be answered, `…` behind one for some lines. */
export const questionsAsText = (questions: readonly PanelQuestion[]): string =>
  questions
    .map(({ label, kind, required, choices }) => {
      const end = kind === 'text' ? ' …' : kind === 'choice' ? `: ${choices.join(' / ')}` : '';
      return `${required ? '! ' : ''}${label}${end}`;
    })
    .join('\n');

export const questionsFromText = (text: string): PanelQuestion[] =>
  text.split('\n').flatMap((line): PanelQuestion[] => {
    const required = /^\s*!/.test(line);
    const words = line.replace(/^\s*!\s*/, '').trim();
    if (words === '') return [];
    const [, label = '', list] = /^(.*?):\s+(.*\/.*)$/.exec(words) ?? [];
    const choices = (list ?? '')
      .split('/')
      .map((choice) => choice.trim())
      .filter((choice) => choice !== '');
    if (choices.length > 1) return [{ label: label.trim(), kind: 'choice', required, choices }];
    const isLong = /(…|\.\.\.)$/.test(words);
    return [
      {
        label: words.replace(/\s*(…|\.\.\.)$/, ''),
        kind: isLong ? 'text' : 'line',
        required,
        choices: [],
      },
    ];
  });
