import { type Commands, handle } from '#server/signaling/bind.ts';
import {
  changePassword,
  createInvitation,
  createToken,
  deleteInvitation,
  deleteToken,
  endOtherSessions,
  endSession,
  listInvitations,
  listSessions,
  listTokens,
  updateProfile,
} from '#shared/contract/accounts.ts';
import { nothing } from '#shared/contract/define.ts';
import type { Accounts } from './accounts.ts';

/** What has no scope is for a person's own session, never for a token. */
export function registerAccounts(commands: Commands, accounts: Accounts): void {
  const { profile, sessions, tokens, invitations } = accounts;
  handle(commands, updateProfile, (actor, change) => profile.update(actor, change));
  handle(commands, changePassword, async (actor, passwords) => {
    await profile.changePassword(actor, passwords);
    return nothing;
  });
  handle(commands, listSessions, async (actor) => ({ sessions: await sessions.list(actor) }));
  handle(commands, endSession, async (actor, { sessionId }) => {
    await sessions.end(actor, sessionId);
    return nothing;
  });
  handle(commands, endOtherSessions, async (actor) => ({ ended: await sessions.endOthers(actor) }));
  handle(commands, listTokens, async (actor) => ({ tokens: await tokens.list(actor) }));
  handle(commands, createToken, (actor, token) => tokens.create(actor, token));
  handle(commands, deleteToken, async (actor, { tokenId }) => {
    await tokens.delete(actor, tokenId);
    return nothing;
  });
  handle(commands, createInvitation, (actor, input) => invitations.create(actor, input), { scope: 'admin' });
  handle(commands, listInvitations, async (actor) => ({ invitations: await invitations.list(actor) }), {
    scope: 'admin',
  });
  handle(
    commands,
    deleteInvitation,
    async (actor, { invitationId }) => {
      await invitations.delete(actor, invitationId);
      return nothing;
    },
    { scope: 'admin' },
  );
}
