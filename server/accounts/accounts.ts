import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import { controlTopic, type Publisher } from '#server/signaling/publisher.ts';
import type { SessionId } from '#shared/contract/ids.ts';
import { createActorCache } from './actor-cache.ts';
import { createAdministration } from './administration.service.ts';
import { createAnnounce } from './announce.ts';
import { createAuthenticate } from './authenticate.ts';
import { createAvatars } from './avatars.service.ts';
import { createContacts } from './contacts.service.ts';
import { createGuests } from './guests.service.ts';
import { createInvitations } from './invitations.service.ts';
import { type AccountLimits, createLimiters } from './limits.ts';
import { createOpenAccount } from './new-account.ts';
import { createPasswords } from './passwords.ts';
import { createPeople } from './people.service.ts';
import { createProfile } from './profile.service.ts';
import { createRevoke } from './revoke.ts';
import { secretHasher } from './secrets.ts';
import { createSessions } from './sessions.service.ts';
import { createSessionTime } from './session-time.ts';
import { createSettings } from './settings.service.ts';
import { createSetup } from './setup.service.ts';
import { createSignIn } from './sign-in.service.ts';
import { createSweep } from './sweep.ts';
import { createVisitorAccounts } from './visitors.service.ts';
import { createTokens } from './tokens.service.ts';

type AccountsOptions = {
  publisher: Publisher;
  audit: Audit;
  /** Where people reach this hub, without a slash at the end; known once the port is bound. */
  publicUrl(): string;
  /** Other limits than the usual ones, for benches that sign in a thousand people from one address. */
  limits?: Partial<AccountLimits>;
};

const keepAliveMs = 5 * 60_000;

/** People: how they come in, who they are, and how they are put out again. */
export function createAccounts(
  platform: Platform,
  { publisher, audit, publicUrl, limits: changed = {} }: AccountsOptions,
) {
  const { db, clock, blobs, logger, bus, config } = platform;
  const cache = createActorCache({ now: clock.now });
  const hashSecret = secretHasher(config.secrets.sessionPepper);
  const passwords = createPasswords();
  const limits = createLimiters(db, changed);
  const revoke = createRevoke(cache, publisher);
  const announce = createAnnounce({ db, publisher, cache });
  const settings = createSettings({ db, bus, logger, audit });
  const time = createSessionTime(() => settings.current().sessionDays);
  const sessions = createSessions({ db, clock, hashSecret, revoke, time, audit });
  const openAccount = createOpenAccount({ clock, sessions, announce });
  const entrance = { db, clock, hashSecret, passwords, limits, openAccount, publicUrl, audit, settings };

  const setup = createSetup(entrance);
  const profile = createProfile({ db, passwords, limits, sessions, announce, audit });

  // What another node revoked must not live on in this node's cache.
  const listening = bus.subscribe(controlTopic, (order) => {
    if (order.type === 'revoke') cache.forget(order.scope);
  });
  const stopWatching = bus.onState((state) => state === 'connected' && cache.forgetAll());

  let timer: NodeJS.Timeout | undefined;
  return {
    authenticate: createAuthenticate({ db, clock, cache, hashSecret, time }),
    /** The address that makes the first administrator; undefined once there is one. Each call replaces the one before. */
    setupLink: setup.setupLink,
    setup,
    settings,
    invitations: createInvitations(entrance),
    signIn: createSignIn({ db, passwords, limits, sessions, audit }),
    guests: createGuests({ clock, limits, sessions }),
    visitors: createVisitorAccounts({ clock, sessions }),
    contacts: createContacts({ clock }),
    sessions,
    tokens: createTokens({ db, clock, hashSecret, revoke, audit }),
    profile,
    avatars: createAvatars({ db, blobs, logger, limits, announce }),
    people: createPeople({ db }),
    administration: createAdministration({ db, clock, revoke, announce, audit }),
    sweep: createSweep({ db, clock, revoke }),
    /** Open connections keep the sessions they were opened with alive. Stops with `close`. */
    keepAlive(openSessions: () => ReadonlySet<SessionId>): void {
      const touch = () =>
        sessions
          .touch(openSessions())
          .catch((error: unknown) => logger.warn({ err: error }, 'open sessions were not prolonged'));
      timer ??= setInterval(touch, keepAliveMs).unref();
    },
    async close(): Promise<void> {
      clearInterval(timer);
      stopWatching();
      await settings.close();
      const stop = await listening;
      await stop();
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
