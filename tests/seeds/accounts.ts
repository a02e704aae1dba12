import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import type { World } from '../world.ts';

export type Company = { ada: PersonId; ben: PersonId; chloe: PersonId; dora: PersonId };

/** `ada` administers, `ben` and `chloe` work here, `dora` is a customer. */
export async function company(world: World): Promise<Company> {
  const ada = await world.setUp('ada');
  const ben = await world.invite('ada', 'ben');
  const chloe = await world.invite('ada', 'chloe');
  const dora = await world.invite('ada', 'dora', 'customer');
  return { ada: ada.me.id, ben: ben.me.id, chloe: chloe.me.id, dora: dora.me.id };
}

export type CompanyWithSpaces = Company & { workshop: SpaceId; doras: SpaceId; commons: SpaceId };

/**
 * The company with three spaces of `ben`'s: `workshop` (team, with `chloe`), `doras` (client, with `dora`) and
 * `commons` (public, nobody else yet). `ada` belongs to none of them.
 */
export async function companyWithSpaces(world: World): Promise<CompanyWithSpaces> {
  const people = await company(world);
  const ben = await world.as('ben');
  const { id: workshop } = await ben.call(createSpace, { name: 'Workshop', kind: 'team' });
  const { id: doras } = await ben.call(createSpace, { name: 'Dora & Sons', kind: 'client' });
  const { id: commons } = await ben.call(createSpace, { name: 'Commons', kind: 'public' });
  await ben.call(addSpaceMember, { spaceId: workshop, personId: people.chloe });
  await ben.call(addSpaceMember, { spaceId: doras, personId: people.dora });
  return { ...people, workshop, doras, commons };
}
