import { createHash } from 'node:crypto';
import type { Locale } from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import { createMarkdown } from '#shared/markdown.ts';
import { transcriptWords } from './transcript-words.ts';

/** How a transcript is written: the same facts as a page or as text. */
export type Transcript = {
  head(ticket: Ticket): string;
  entry(entry: TicketEntry): string;
  foot(): string;
};
export type Names = (id: PersonId) => string | undefined;

type Facts = { who: string; at: string; note: boolean; markdown?: string; facts: string[] };

/** What every form of a transcript says of a ticket and its entries. */
function createFacts(locale: Locale, nameOf: Names) {
  const words = transcriptWords[locale];
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const timeOf = (at: string) => `${time.format(new Date(at))} UTC`;
  const name = (id: PersonId | null) => (id === null ? words.hub : (nameOf(id) ?? words.somebody));
  const stars = (count: number) => '\u2605'.repeat(count) + '\u2606'.repeat(5 - count);
  const statusOf = (value: unknown) => words.statuses[value as Ticket['status']] ?? String(value);

  function changeOf({ before, after }: Extract<TicketEntry, { kind: 'change' }>): string[] {
    const { status, ...others } = after;
    const fields = Object.keys(others).map((field) => words.fields[field] ?? field);
    return [
      ...(status === undefined
        ? []
        : [`${words.status}: ${statusOf(before['status'])} \u2192 ${statusOf(status)}`]),
      ...(fields.length === 0 ? [] : [`${words.changed}: ${fields.join(', ')}`]),
    ];
  }

  function saidIn(entry: TicketEntry): Pick<Facts, 'markdown' | 'facts'> {
    switch (entry.kind) {
      case 'reply':
      case 'note': {
        const files = entry.attachments.map((file) => file.name).join(', ');
        return { markdown: entry.body, facts: files === '' ? [] : [`${words.files}: ${files}`] };
      }
      case 'notice':
        return { markdown: entry.body, facts: [] };
      case 'change':
        return { facts: changeOf(entry) };
      case 'rating':
        return {
          facts: [`${words.rating}: ${stars(entry.stars)}`],
          ...(entry.comment === null ? {} : { markdown: entry.comment }),
        };
      case 'call':
        return { facts: [words.called] };
      case 'sla':
        return { facts: [words.promised[entry.goal][entry.level]] };
      case 'reminder':
        return { facts: [entry.closesAt ? `${words.closesAt} ${timeOf(entry.closesAt)}.` : words.reminded] };
    }
  }

  return {
    words,
    title: ({ number, subject }: Ticket) => `#${number} ${subject}`,
    about: ({ requesterId, createdAt, status, rating }: Ticket): string[] => [
      `${words.requestedBy} ${name(requesterId)}, ${timeOf(createdAt)}`,
      `${words.status}: ${statusOf(status)}`,
      ...(rating ? [`${words.rating}: ${stars(rating.stars)}`] : []),
    ],
    of: (entry: TicketEntry): Facts => ({
      who: name(entry.authorId),
      at: timeOf(entry.at),
      note: entry.kind === 'note',
      ...saidIn(entry),
    }),
  };
}

export function textTranscript(locale: Locale, nameOf: Names): Transcript {
  const facts = createFacts(locale, nameOf);
  return {
    head: (ticket) => `${[facts.title(ticket), ...facts.about(ticket)].join('\n')}\n`,
    entry(entry) {
      const { who, at, note, markdown, facts: said } = facts.of(entry);
      const first = `--- ${who}, ${at}${note ? ` (${facts.words.note})` : ''}`;
      return `\n${[first, ...(markdown ? [markdown] : []), ...said].join('\n')}\n`;
    },
    foot: () => '',
  };
}

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
header { border-bottom: 1px solid #8884; padding-bottom: 1rem; }
article { border-bottom: 1px solid #8884; padding: 1rem 0; }
article.note { border-left: 3px solid #d9a400; padding-left: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin: 0; }
header p, article > p.fact, time { margin: 0; opacity: 0.75; font-weight: normal; }
pre { overflow-x: auto; padding: 0.75rem; background: #8882; } table { border-collapse: collapse; }
td, th { border: 1px solid #8886; padding: 0.2rem 0.5rem; } blockquote { border-left: 3px solid #8886; margin-left: 0; padding-left: 1rem; }
`;
/** Nothing is loaded and nothing runs, wherever the page is opened. */
export const transcriptPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;

export function htmlTranscript(locale: Locale, nameOf: Names): Transcript {
  const facts = createFacts(locale, nameOf);
  const { markdown, escapeHtml } = createMarkdown(
    (id) => `@${nameOf(id as PersonId) ?? facts.words.somebody}`,
  );
  const lines = (all: readonly string[]) =>
    all.map((each) => `<p class="fact">${escapeHtml(each)}</p>`).join('');
  return {
    head(ticket) {
      const title = escapeHtml(facts.title(ticket));
      return (
        `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title>` +
        `<meta http-equiv="Content-Security-Policy" content="${transcriptPolicy}">` +
        '<meta name="viewport" content="width=device-width, initial-scale=1">' +
        `<style>${style}</style></head><body><header><h1>${title}</h1>${lines(facts.about(ticket))}</header><main>`
      );
    },
    entry(entry) {
      const { who, at, note, markdown: body, facts: said } = facts.of(entry);
      const head = `<h2>${escapeHtml(who)}${note ? ` (${escapeHtml(facts.words.note)})` : ''} <time>${escapeHtml(at)}</time></h2>`;
      return `\n<article${note ? ' class="note"' : ''}>${head}${body ? markdown.render(body) : ''}${lines(said)}</article>`;
    },
    foot: () => '</main></body></html>\n',
  };
}
