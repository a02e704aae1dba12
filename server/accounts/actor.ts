import type { Locale, PersonKind } from '#shared/contract/accounts.ts';
import type { Scope } from '#shared/contract/define.ts';
import type { MeetingId, PersonId, SessionId, TokenId, WidgetId } from '#shared/contract/ids.ts';

/** Who acts: a signed-in person, or a program with one of their tokens. */
export type Actor = {
  personId: PersonId;
  kind: PersonKind;
  isAdmin: boolean;
  /** Set for a person's own session. */
  sessionId: SessionId | null;
  /** Set for a program with an API token. */
  tokenId: TokenId | null;
  /** Set for a visitor of a web site, whose token speaks through this widget alone. */
  widgetId: WidgetId | null;
  scopes: 'all' | readonly Scope[];
  displayName: string;
  locale: Locale;
  /** The one meeting that a guest may enter. */
  guestMeetingId: MeetingId | null;
};
