/** What the address of a list says: `/tickets?status=open,pending&priority=critical&assignee=me`. */
export type TicketSearch = {
  /** Words of the ticket, or `#42`. */
  q?: string;
  /** `active`: everything that is neither solved nor closed. `any`: all of them. Else statuses with commas between. */
  status?: string;
  priority?: string;
  impact?: string;
  channel?: string;
  queue?: string;
  requester?: string;
  company?: string;
  /** A person's id, `me`, or `none`. */
  assignee?: string;
  product?: string;
  department?: string;
  tag?: string;
  /** Of the installation's own, as `room:"A1"`: the value is JSON. */
  field?: string;
  /** `us`: the desk owes an answer. */
  waiting?: 'us';
  /** Left out: those last changed first. */
  sort?: string;
};

const names = [
  'q',
  'status',
  'priority',
  'impact',
  'channel',
  'queue',
  'requester',
  'company',
  'assignee',
  'product',
  'department',
  'tag',
  'field',
  'sort',
] as const;

/** Of an address only what a list understands. */
export function searchOf(raw: Record<string, unknown>): TicketSearch {
  const search: TicketSearch = raw['waiting'] === 'us' ? { waiting: 'us' } : {};
  for (const name of names) {
    const value = raw[name];
    if ((typeof value === 'string' || typeof value === 'number') && value !== '')
      search[name] = String(value);
  }
  return search;
}

/** The same words in the same order, for keeping and comparing. */
export const keyOf = (search: TicketSearch): string =>
  [...names, 'waiting' as const].flatMap((name) => (search[name] ? `${name}=${search[name]}` : [])).join('&');
