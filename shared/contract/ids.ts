import * as z from 'zod';

/** In lower case, as PostgreSQL writes them: one id is one string, whoever typed it. */
const uuid = () => z.uuid().toLowerCase();

/** All ids are UUIDs; those the server makes are version 7, so they sort by time of creation. */
export const PersonId = uuid().brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
export const SessionId = uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;
export const TokenId = uuid().brand<'TokenId'>();
export type TokenId = z.infer<typeof TokenId>;
/** Of a token with which one media node may join. */
export const JoinTokenId = uuid().brand<'JoinTokenId'>();
export type JoinTokenId = z.infer<typeof JoinTokenId>;
export const InvitationId = uuid().brand<'InvitationId'>();
export type InvitationId = z.infer<typeof InvitationId>;
export const SpaceId = uuid().brand<'SpaceId'>();
export type SpaceId = z.infer<typeof SpaceId>;
export const ChannelId = uuid().brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;
export const MessageId = uuid().brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;
/** Made by the sending client; makes sending the same message twice one message. */
export const ClientMessageId = uuid().brand<'ClientMessageId'>();
export type ClientMessageId = z.infer<typeof ClientMessageId>;
export const MeetingId = uuid().brand<'MeetingId'>();
export type MeetingId = z.infer<typeof MeetingId>;
/** One tab in one room. Made by the client and kept over a reload, so that the tile keeps its place. */
export const ParticipantId = uuid().brand<'ParticipantId'>();
export type ParticipantId = z.infer<typeof ParticipantId>;
export const TransportId = uuid().brand<'TransportId'>();
export type TransportId = z.infer<typeof TransportId>;
export const ProducerId = uuid().brand<'ProducerId'>();
export type ProducerId = z.infer<typeof ProducerId>;
export const ConsumerId = uuid().brand<'ConsumerId'>();
export type ConsumerId = z.infer<typeof ConsumerId>;
/** A process of the installation, as it calls itself on the bus. */
export const NodeId = z.string().min(1).max(64).brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;
export const CompanyId = uuid().brand<'CompanyId'>();
export type CompanyId = z.infer<typeof CompanyId>;
export const QueueId = uuid().brand<'QueueId'>();
export type QueueId = z.infer<typeof QueueId>;
export const TicketId = uuid().brand<'TicketId'>();
export type TicketId = z.infer<typeof TicketId>;
/** Of an entry in a timeline, made by whoever writes it: the same one twice is one entry. */
export const TicketEntryId = uuid().brand<'TicketEntryId'>();
export type TicketEntryId = z.infer<typeof TicketEntryId>;
/** Of a rule of the desk, made by whoever writes it. */
export const TriggerId = uuid().brand<'TriggerId'>();
export type TriggerId = z.infer<typeof TriggerId>;
export const WebhookId = uuid().brand<'WebhookId'>();
export type WebhookId = z.infer<typeof WebhookId>;
/** Of a screen that opens without anybody signing in. */
export const WallId = uuid().brand<'WallId'>();
export type WallId = z.infer<typeof WallId>;
/** Of a box that web sites embed. */
export const WidgetId = uuid().brand<'WidgetId'>();
export type WidgetId = z.infer<typeof WidgetId>;
export const PanelId = uuid().brand<'PanelId'>();
export type PanelId = z.infer<typeof PanelId>;
export const PanelCategoryId = uuid().brand<'PanelCategoryId'>();
export type PanelCategoryId = z.infer<typeof PanelCategoryId>;
/** Of a word of the desk for a priority or a status, made by whoever writes it. */
export const TicketLabelId = uuid().brand<'TicketLabelId'>();
export type TicketLabelId = z.infer<typeof TicketLabelId>;
export const TicketAttachmentId = uuid().brand<'TicketAttachmentId'>();
export type TicketAttachmentId = z.infer<typeof TicketAttachmentId>;
/** Of another system whose tickets are mirrored. */
export const ConnectorId = uuid().brand<'ConnectorId'>();
export type ConnectorId = z.infer<typeof ConnectorId>;
export const AuditEntryId = uuid().brand<'AuditEntryId'>();
export type AuditEntryId = z.infer<typeof AuditEntryId>;
/** Of what an employee keeps at the desk: a canned reply, a view. Made by the client. */
export const DeskItemId = uuid().brand<'DeskItemId'>();
export type DeskItemId = z.infer<typeof DeskItemId>;
/** Of a file of tickets that is brought into the desk. */
export const TicketImportId = uuid().brand<'TicketImportId'>();
export type TicketImportId = z.infer<typeof TicketImportId>;
