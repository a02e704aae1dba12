import { createLogger } from '#server/platform/logger.ts';
import { createAudit } from '#server/admin/audit/audit.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#server/accounts/actor.ts';
import { secretHasher } from '#server/accounts/secrets.ts';
import { openSecrets } from '#server/config/secrets.ts';
import { createJoining } from '#server/media/registry/join.service.ts';
import { systemClock } from '#server/platform/clock.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { Me } from '#shared/contract/accounts.ts';
import type { TestDatabase } from './database.ts';

/** Somebody who acts, for services whose commands are bound elsewhere. */
export const actorOf = (me: Me): Actor => ({
  personId: me.id,
  kind: me.kind,
  isAdmin: me.isAdmin,
  sessionId: null,
  tokenId: null,
  widgetId: null,
  scopes: 'all',
  displayName: me.displayName,
  locale: 'en',
  guestMeetingId: null,
});

/** A join token for a hub that runs as a process of its own on this database and data folder. */
export async function insertJoinToken(database: TestDatabase, dataDir: string, me: Me): Promise<string> {
  const { sessionPepper } = await openSecrets(join(dataDir, 'secrets.json'));
  await using db = database.open();
  const joining = createJoining({
    db,
    clock: systemClock,
    hashSecret: secretHasher(sessionPepper),
    joins: limiter('test', { points: 1, perSeconds: 1 }),
    publicUrl: () => '',
    audit: createAudit({ db, clock: systemClock, logger: createLogger({ level: 'silent' }) }),
  });
  return (await joining.createToken(actorOf(me), { region: 'na', label: 'lab' })).token;
}

export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'entente-nodes-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
