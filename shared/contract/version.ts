/**
 * The number of the wire protocol. A change of any schema that an older client would notice gets a new number and a line
 * below; `version.test.ts` fails when the schemas' hash changes without one.
 *
 * 1  the first: accounts, spaces, chat, presence, meetings, media
 * 2  the cluster: a room has parts on several media nodes, participants move, resync, nodes, administration
 * 3  the room names nodes that are silent; streams that were cut between two nodes are told
 * 4  tickets: queues, companies, timelines and counts
 * 5  tickets in full: added people, notices, deletion; confirmations, ratings, calls, attachments, reminders, transcripts;
 *    lists that are searched and sorted, many at once with undo, agents, queues, links, followers, time, merge and split;
 *    attendance, canned replies, views, requesters; triggers and webhooks; panels, threads, the desk's channels;
 *    widgets of web sites and their visitors; live figures of the desk, screens; connectors, the source of a ticket;
 *    imports; queues set up, limits of attachments, labels for priorities and statuses;
 *    macros, templates, fields of an installation's own; service levels, also on the wall; rules with own fields and words, news of
 *    what is set up
 * 6  rules and macros set the desk's own words
 */
export const protocolVersion = 6;
