import type { Reader, Tx } from '#server/platform/db.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { SpaceId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import { canManage, canSee } from './spaces.policy.ts';
import type { SpaceView } from './spaces.present.ts';
import { findSpaceView, lockSpaceView } from './spaces.store.ts';

/** A space out of sight is as unknown as one that never was. */
export async function viewSpace(reader: Reader, actor: Actor, spaceId: SpaceId): Promise<SpaceView> {
  return visible(actor, await findSpaceView(reader, actor.personId, spaceId));
}

export async function lockSpace(tx: Tx, actor: Actor, spaceId: SpaceId): Promise<SpaceView> {
  return visible(actor, await lockSpaceView(tx, actor.personId, spaceId));
}

export async function lockManagedSpace(tx: Tx, actor: Actor, spaceId: SpaceId): Promise<SpaceView> {
  const space = await lockSpace(tx, actor, spaceId);
  if (!canManage(actor, space)) throw forbidden('Only owners of this space may do this.');
  return space;
}

function visible(actor: Actor, view: SpaceView | undefined): SpaceView {
  if (!view || !canSee(actor, view)) throw unknownSpace();
  return view;
}

export const unknownSpace = () => new AppError('notFound', 'There is no such space.');
export const forbidden = (message: string) => new AppError('forbidden', message);
