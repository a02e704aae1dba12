import type { ImportField } from '#shared/contract/imports.ts';
import type { TicketChannel, TicketImpact, TicketPriority, TicketStatus } from '#shared/contract/tickets.ts';

// What desks and spreadsheets call things, in English and French, without case, accents and punctuation (`plain`).

/** One word for all ways of writing it: `Créé le` and `cree-le` are `cree le`. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const named: Record<ImportField, string> = {
  externalId:
    'number, no, id, ticket id, ticket number, ticket no, post id, key, reference, ref, numero, n, no de ticket, numero de ticket',
  subject: 'subject, title, ticket title, summary, topic, sujet, titre, objet, intitule, resume',
  body: 'body, content, description, message, details, ticket content, first comment, contenu, corps, texte',
  requester:
    'requester, requester name, client, client name, customer, customer name, created by, opened by, author, name, contact, user, demandeur, nom, auteur, ouvert par, cree par, utilisateur',
  requesterEmail:
    'requester email, email, e mail, mail, client email, customer email, author email, user email, contact email, courriel, adresse e mail, e mail du client, email du demandeur, email du client',
  company:
    'company, company name, organisation, organization, account, entreprise, societe, compte, raison sociale',
  status: 'status, state, ticket status, statut, etat',
  priority: 'priority, ticket priority, urgency, priorite, urgence',
  impact: 'impact, severity, gravite, severite',
  channel: 'channel, source, ticket channel, via, canal, origine',
  queue: 'queue, group, team, file, groupe, equipe',
  assignee:
    'assignee, agent, assigned to, assigned agent, owner, technician, support staff, assigne a, attribue a, responsable, technicien',
  assigneeEmail: 'assignee email, agent email, technician email, email de l agent, email du technicien',
  tags: 'tags, tag, labels, ticket tag, etiquettes, mots cles',
  product: 'product, products, produit, produits',
  department: 'department, departments, dept, service, departement',
  createdAt:
    'createdat, created at, created, created on, date, opened, opened on, open date, date created, creation date, post date, cree le, date de creation, ouvert le, date d ouverture',
  updatedAt:
    'updatedat, updated at, updated, last updated, last modified, modified, last reply, last activity, activity, post modified, modifie le, mis a jour le, derniere modification, derniere reponse',
  dueAt: 'dueat, due at, due, due date, deadline, echeance, date limite',
  firstResponseAt:
    'firstresponseat, first response at, first response, first reply, first replied at, premiere reponse',
  waitingSince: 'waitingsince, waiting since, en attente depuis',
  solvedAt:
    'solvedat, solved at, solved, solved on, resolved, resolved at, resolved on, resolu le, date de resolution',
  closedAt:
    'closedat, closed at, closed, closed on, close date, ferme le, clos le, cloture le, date de cloture, date de fermeture',
};
const fieldOf = new Map(
  Object.entries(named).flatMap(([field, names]) =>
    names.split(', ').map((name) => [name, field as ImportField] as const),
  ),
);

/** What these columns hold, by their names: each field once, in the first column that is called so. */
export function guessColumns(header: readonly string[]): Partial<Record<ImportField, number>> {
  const columns: Partial<Record<ImportField, number>> = {};
  for (const [place, name] of header.entries()) {
    const field = fieldOf.get(plain(name));
    if (field) columns[field] ??= place;
  }
  return columns;
}

type Table<T extends string> = ReadonlyMap<string, T>;
const table = <T extends string>(words: Record<T, string>): Table<T> =>
  new Map(
    (Object.entries(words) as [T, string][]).flatMap(([meaning, names]) =>
      [meaning, ...names.split(', ')].map((name) => [name, meaning] as const),
    ),
  );

export const statuses = table<TicketStatus>({
  new: 'queued, unread, unassigned, nouveau, nouvelle',
  open: 'in progress, processing, active, assigned, reopened, ouvert, ouverte, en cours, en traitement, rouvert',
  pending: 'on hold, hold, paused, en attente, en pause, suspendu',
  waiting:
    'waiting for customer, waiting on customer, awaiting reply, awaiting customer, waiting for client, answered, replied, en attente du client, attente client, repondu',
  solved: 'resolved, done, completed, fixed, resolu, resolue, termine, terminee',
  closed: 'merged, archived, deleted, spam, ferme, fermee, clos, close, cloture, cloturee, archive',
});
export const priorities = table<TicketPriority>({
  low: 'minor, lowest, faible, basse, bas',
  normal: 'medium, standard, default, normale, moyenne, moyen',
  high: 'major, important, haute, elevee, eleve, haut',
  critical: 'urgent, highest, emergency, blocker, critique, urgente, tres haute',
});
export const impacts = table<TicketImpact>({
  none: 'no impact, noimpact, no, aucun, sans',
  minor: 'low, single user, mineur, faible',
  major: 'high, several users, serverissue, majeur, important',
  crisis: 'critical, sitedown, everybody, crise, critique',
});
export const channels = table<TicketChannel>({
  chat: 'discord, messenger, tchat, discussion',
  widget: 'website, standard ticket form, site web',
  form: 'web, portal, formulaire, portail',
  mail: 'email, e mail, courriel',
  phone: 'call, telephone, appel',
  alert: 'monitoring, alarm, alerte, supervision',
  api: 'other, autre, twitter, facebook',
});
