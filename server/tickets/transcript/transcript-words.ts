import type { Locale } from '#shared/contract/accounts.ts';
import type { SlaGoal, SlaLevel } from '#shared/contract/sla.ts';
import type { Ticket } from '#shared/contract/tickets.ts';

/** What a transcript says beside what people wrote. */
export type TranscriptWords = {
  requestedBy: string;
  status: string;
  statuses: Record<Ticket['status'], string>;
  rating: string;
  note: string;
  hub: string;
  somebody: string;
  files: string;
  changed: string;
  fields: Record<string, string>;
  called: string;
  reminded: string;
  closesAt: string;
  promised: Record<SlaGoal, Record<SlaLevel, string>>;
};

export const transcriptWords: Record<Locale, TranscriptWords> = {
  en: {
    requestedBy: 'Requested by',
    status: 'Status',
    statuses: {
      new: 'new',
      open: 'open',
      pending: 'pending',
      waiting: 'waiting for the customer',
      solved: 'solved',
      closed: 'closed',
    },
    rating: 'Rating',
    note: 'internal note',
    hub: 'Automatic',
    somebody: 'somebody',
    files: 'Files',
    changed: 'Changed',
    fields: {
      subject: 'subject',
      queueId: 'queue',
      priority: 'priority',
      impact: 'impact',
      companyId: 'company',
      assigneeId: 'assignee',
      people: 'people',
      tags: 'tags',
      product: 'product',
      department: 'department',
      dueAt: 'due date',
      fields: 'other fields',
    },
    called: 'Started a call.',
    reminded: 'The customer was reminded that an answer is awaited.',
    closesAt: 'The customer was told that the ticket closes without an answer on',
    promised: {
      response: {
        warning: 'The time promised for the first answer is running out.',
        breach: 'The time promised for the first answer is over.',
      },
      solve: {
        warning: 'The time promised for the solution is running out.',
        breach: 'The time promised for the solution is over.',
      },
    },
  },
  fr: {
    requestedBy: 'Demandé par',
    status: 'État',
    statuses: {
      new: 'nouveau',
      open: 'ouvert',
      pending: 'en suspens',
      waiting: 'en attente du client',
      solved: 'résolu',
      closed: 'fermé',
    },
    rating: 'Note',
    note: 'note interne',
    hub: 'Automatique',
    somebody: 'quelqu’un',
    files: 'Fichiers',
    changed: 'Modifié',
    fields: {
      subject: 'objet',
      queueId: 'file',
      priority: 'priorité',
      impact: 'impact',
      companyId: 'société',
      assigneeId: 'responsable',
      people: 'personnes',
      tags: 'étiquettes',
      product: 'produit',
      department: 'service',
      dueAt: 'échéance',
      fields: 'autres champs',
    },
    called: 'A lancé un appel.',
    reminded: 'Il a été rappelé au client qu’une réponse est attendue.',
    closesAt: 'Le client a été prévenu que, sans réponse, le ticket se fermera le',
    promised: {
      response: {
        warning: 'Le délai promis pour la première réponse arrive à son terme.',
        breach: 'Le délai promis pour la première réponse est dépassé.',
      },
      solve: {
        warning: 'Le délai promis pour la résolution arrive à son terme.',
        breach: 'Le délai promis pour la résolution est dépassé.',
      },
    },
  },
};
