import * as z from 'zod';
import { DisplayName, Email, LinkSecret, Locale } from './accounts.ts';
import { command, line, Nothing, route, text, Timestamp } from './define.ts';
import { QueueId, TicketEntryId, TicketId, WidgetId } from './ids.ts';
import { maxTicketBody, Ticket } from './tickets.ts';

/** A site as browsers write it in `Origin`: `https://www.example.org`, with the port where it is not the usual one. */
export const SiteOrigin = z
  .string()
  .max(200)
  .refine((site) => isOrigin(site), 'a site such as https://www.example.org');
function isOrigin(site: string): boolean {
  return /^https?:\/\//.test(site) && URL.canParse(site) && new URL(site).origin === site;
}

const inBoth = <S extends z.ZodType>(words: S) => z.object({ en: words, fr: words });

export const WidgetTheme = z.object({
  accent: z.string().regex(/^#[0-9a-f]{6}$/),
  side: z.enum(['left', 'right']),
  scheme: z.enum(['auto', 'light', 'dark']),
});
export type WidgetTheme = z.infer<typeof WidgetTheme>;
/** What visitors are asked beside their name and address. `name` is made once and stays when the label changes. */
export const WidgetField = z.object({
  name: z.string().regex(/^[a-z0-9]{1,30}$/),
  label: inBoth(line(60)),
  required: z.boolean(),
});
export type WidgetField = z.infer<typeof WidgetField>;

const settings = {
  name: line(80),
  /** Pages that may show it. The hub's own help page always may. */
  origins: z.array(SiteOrigin).max(20),
  /** null: where tickets go when nobody says. */
  queueId: QueueId.nullable(),
  enabled: z.boolean(),
  emailRequired: z.boolean(),
  /** Shows the button that asks for a call. */
  calls: z.boolean(),
  theme: WidgetTheme,
  title: inBoth(line(60)),
  greeting: inBoth(text(400)),
  fields: z.array(WidgetField).max(5),
};
export const WidgetSettings = z.object(settings);
export type WidgetSettings = z.infer<typeof WidgetSettings>;
export const Widget = WidgetSettings.extend({
  id: WidgetId,
  /** Public: it stands in the pages of the sites. */
  key: z.string(),
  createdAt: Timestamp,
});
export type Widget = z.infer<typeof Widget>;

// --- administrators ------------------------------------------------------------------------------

export const maxWidgets = 100;
export const listWidgets = command('widget:list', Nothing, z.object({ widgets: z.array(Widget) }));
export const createWidget = command('widget:create', WidgetSettings, Widget);
export const updateWidget = command(
  'widget:update',
  z.object({ widgetId: WidgetId, changes: WidgetSettings.partial() }),
  Widget,
);
/** Ends every visitor's access through it. Their tickets stay. */
export const deleteWidget = command('widget:delete', z.object({ widgetId: WidgetId }), Nothing);

// --- strangers, over HTTP from the pages of the allowed sites ---------------------------------------

const Key = z.object({ key: z.string().max(60) });
export const WidgetFace = WidgetSettings.pick({
  theme: true,
  title: true,
  greeting: true,
  fields: true,
  emailRequired: true,
  calls: true,
}).extend({ organisationName: z.string() });
export type WidgetFace = z.infer<typeof WidgetFace>;
export const getWidgetFace = route('get', '/widgets/:key', {
  summary: 'How a widget looks',
  access: 'public',
  crossSite: true,
  params: Key,
  output: WidgetFace,
});

/** Find a `nonce` so that SHA-256 of `challenge`, a colon and the nonce in decimal begins with so many zero bits. */
export const Challenge = z.object({ challenge: z.string(), bits: z.int() });
export type Challenge = z.infer<typeof Challenge>;
export const getChallenge = route('post', '/widgets/:key/challenges', {
  summary: 'A piece of work that a new visitor has to prove',
  access: 'public',
  crossSite: true,
  params: Key,
  output: Challenge,
});

/** The token is worth a session of this visitor on the sites of the widget, and is shown once. */
export const VisitorSession = z.object({ token: z.string(), displayName: z.string() });
export type VisitorSession = z.infer<typeof VisitorSession>;
export const enterAsVisitor = route('post', '/widgets/:key/visitors', {
  summary: 'Become a visitor, with a name and a proof of work',
  access: 'public',
  crossSite: true,
  params: Key,
  body: z.object({
    displayName: DisplayName,
    /** Nobody has checked it: it opens nothing that somebody with this address has. */
    email: Email.nullable(),
    answers: z.record(z.string().max(30), text(200)).default({}),
    locale: Locale,
    /** Where they were. */
    page: text(500).default(''),
    proof: z.object({ challenge: z.string().max(200), nonce: z.int().min(0) }),
  }),
  output: VisitorSession,
});
export const returnAsVisitor = route('post', '/widgets/:key/returns', {
  summary: 'Come back with the secret of a link',
  access: 'public',
  crossSite: true,
  params: Key,
  body: z.object({ secret: LinkSecret }),
  output: VisitorSession,
});

// --- visitors and employees ------------------------------------------------------------------------

/** Opens a ticket. Asking again with the same id answers the first one. */
export const openConversation = command(
  'widget:open',
  z.object({
    clientId: TicketEntryId,
    body: text(maxTicketBody).refine((body) => body.trim() !== '', 'some words'),
  }),
  Ticket,
);
/**
 * A link with which a visitor comes back from elsewhere, good for 30 days; it makes the one before worthless. Visitors get their
 * own, employees that of a ticket's requester.
 */
export const createReturnLink = command(
  'widget:createLink',
  z.object({ ticketId: TicketId.optional() }),
  z.object({ url: z.string(), expiresAt: Timestamp }),
);
/** Where a visitor enters the call of their ticket as themselves: good for a minute, once. */
export const enterCall = command(
  'widget:enterCall',
  z.object({ ticketId: TicketId }),
  z.object({ url: z.string() }),
);
/** Who asks by widget; null for everybody else. */
export const getVisitor = command(
  'widget:getVisitor',
  z.object({ ticketId: TicketId }),
  z.object({
    visitor: z
      .object({
        email: z.string().nullable(),
        answers: z.array(z.object({ label: z.string(), value: z.string() })),
        page: z.string(),
        widgetName: z.string().nullable(),
        createdAt: Timestamp,
      })
      .nullable(),
  }),
);
