import type { ChannelId, MeetingId, PersonId, QueueId, SpaceId, TicketId } from '#shared/contract/ids.ts';

declare const audienceBrand: unique symbol;
/** The name of a group of connections that hear the same events. Only the functions below make one. */
export type Audience = string & { readonly [audienceBrand]: true };

const named = (kind: string, id: string) => `${kind}:${id}` as Audience;

export const audience = {
  /** Every tab of one person. */
  person: (id: PersonId) => named('person', id),
  /** Every member of the organisation; no guests, no customers. */
  organisation: () => named('organisation', 'members'),
  /** Every customer with an account of their own; no visitors of web sites. */
  customers: () => named('organisation', 'customers'),
  space: (id: SpaceId) => named('space', id),
  channel: (id: ChannelId) => named('channel', id),
  /** Everybody in a meeting's room. */
  meeting: (id: MeetingId) => named('meeting', id),
  meetingHosts: (id: MeetingId) => named('meetingHosts', id),
  /** Employees who look at a queue's tickets. */
  ticketQueue: (id: QueueId) => named('ticketQueue', id),
  /** Whoever looks at the figures of a queue at one process. */
  wall: (nodeId: string, id: QueueId) => named('wall', `${nodeId}:${id}`),
  /** Customers who look at one of their tickets. */
  ticketCustomers: (id: TicketId) => named('ticketCustomers', id),
};
