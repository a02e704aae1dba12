import type * as z from 'zod';
import type { Audit } from '#server/platform/audit.ts';
import { addressKey, type Caller } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { createInvitation, Invitation, previewInvitation } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { InvitationId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import {
  deleteInvitation,
  findOpenInvitation,
  insertInvitation,
  listInvitations,
  useInvitation,
} from './invitations.store.ts';
import type { AccountLimiters } from './limits.ts';
import type { NewAccount, OpenAccount } from './new-account.ts';
import type { Passwords } from './passwords.ts';
import { canInvite } from './people.policy.ts';
import { actorOf, invitationOf } from './present.ts';
import { type HashSecret, newSecret } from './secrets.ts';
import type { SignedIn } from './sign-in.service.ts';

type NewInvitation = z.output<(typeof createInvitation)['input']>;
type Preview = z.output<(typeof previewInvitation)['output']>;
type Parts = {
  db: Db;
  clock: Clock;
  hashSecret: HashSecret;
  passwords: Passwords;
  limits: AccountLimiters;
  openAccount: OpenAccount;
  publicUrl(): string;
  audit: Audit;
};

export function createInvitations(parts: Parts) {
  const { db, clock, hashSecret, passwords, limits, openAccount, audit } = parts;

  return {
    async create(actor: Actor, input: NewInvitation): Promise<{ invitation: Invitation; url: string }> {
      requireInvite(actor);
      await limits.invitePerPerson.consume(actor.personId);
      const secret = newSecret();
      const createdAt = clock.now();
      const row = await db.transaction(async (tx) => {
        const made = await insertInvitation(tx, {
          id: newId<InvitationId>(),
          secretHash: hashSecret(secret),
          role: input.role,
          email: input.email,
          createdBy: actor.personId,
          createdAt,
          expiresAt: new Date(createdAt.getTime() + input.expiresInHours * 3_600_000),
          maxUses: input.maxUses,
        });
        const facts = { role: made.role, maxUses: made.maxUses, hours: input.expiresInHours };
        audit.record(tx, { actor, action: 'invitations.created', target: targetOf(made), facts });
        return made;
      });
      return { invitation: invitationOf(row), url: `${parts.publicUrl()}/invite/${secret}` };
    },

    async list(actor: Actor): Promise<Invitation[]> {
      requireInvite(actor);
      return (await listInvitations(db.read, clock.now())).map(invitationOf);
    },

    async delete(actor: Actor, id: InvitationId): Promise<void> {
      requireInvite(actor);
      await db.transaction(async (tx) => {
        const deleted = await deleteInvitation(tx, id);
        if (!deleted) throw new AppError('notFound', 'There is no such invitation.');
        audit.record(tx, { actor, action: 'invitations.deleted', target: targetOf({ id, ...deleted }) });
      });
    },

    async preview(secret: string, caller: Caller): Promise<Preview> {
      const { role, email, invitedBy, organisationName } = await open(secret, caller);
      return { role, email, invitedBy, organisationName: organisationName ?? '' };
    },

    async accept(secret: string, account: NewAccount, caller: Caller): Promise<SignedIn> {
      const { id, role, email } = await open(secret, caller);
      if (email !== null && email.toLowerCase() !== account.email.toLowerCase())
        throw new AppError('forbidden', 'This invitation is for another e-mail address.', {
          details: { reason: 'otherEmail' },
        });
      const passwordHash = await passwords.hash(account.password);
      return await db.transaction(async (tx) => {
        if (!(await useInvitation(tx, id, clock.now()))) throw expired();
        const signedIn = await openAccount(tx, account, { role, passwordHash }, caller);
        const actor = actorOf(signedIn.me);
        const target = targetOf({ id, role, email });
        audit.record(tx, { actor, action: 'invitations.accepted', target, facts: { role } });
        return signedIn;
      });
    },
  };

  async function open(secret: string, caller: Caller) {
    await limits.invitationPerAddress.consume(addressKey(caller.address));
    const invitation = await findOpenInvitation(db.read, hashSecret(secret), clock.now());
    if (!invitation) throw expired();
    return invitation;
  }
}
export type Invitations = ReturnType<typeof createInvitations>;

const targetOf = ({ id, role, email }: { id: InvitationId; role: string; email: string | null }) => ({
  kind: 'invitation',
  id,
  name: email ?? role,
});

function requireInvite(actor: Actor): void {
  if (!canInvite(actor)) throw new AppError('forbidden', 'Only administrators invite people.');
}

const expired = () => new AppError('expired', 'This invitation no longer works. Ask for a new one.');
